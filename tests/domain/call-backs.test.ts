import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readCallBacks } from '#server/domain/call/call-backs.ts'
import { addEntry, beginFold, foldCall } from '#server/domain/call/fold.ts'
import type { Entry } from '#server/domain/entry.ts'
import { lawOf, settingsOf } from '#server/domain/feed/law-book.ts'
import { promisedTicket, ticketKey } from '#tests/support/call-back-story.ts'
import { entryAt, T0 } from '#tests/support/entries.ts'
import { fact, foldFeed } from '#tests/support/feed-story.ts'
import { book, type CallStory } from '#tests/support/scenario.ts'

const HOUR = 3_600_000
const KEY = ticketKey()

const floorOf = (story: CallStory, second = 4000) => {
  const floor = foldFeed()
  floor.take(...story.entries())
  floor.reach(second)
  const read = () => {
    const call = floor.call('c1')
    return readCallBacks(call, floor.fold.verdicts('c1'), lawOf(book, call))
  }
  const opened = () => floor.written.filter(({ event }) => event.type === 'callback.opened')
  return { ...floor, read, opened }
}
const person = { callId: 'c1', source: 'person', epoch: 'person' } as const
const closes = (type: 'callback.done' | 'callback.dropped', position: number, by = '组长甲', key = KEY): Entry =>
  entryAt(300, type, { key, by, byId: by, note: '已回电说明' }, { ...person, position, eventId: `${type}${position}` })

test('[CALLBACK-1] a verdict for a call back opens one when the handling is over, once, with when to call by', () => {
  const floor = floorOf(promisedTicket())
  expect(floor.opened()).toEqual([])
  floor.take(...promisedTicket().hangsUp(80, 'agent').entries().slice(-1))
  floor.reach(5000)
  floor.reach(6000)
  const keys = floor.opened().map(({ event }) => event.eventId)
  expect(keys).toContain(`callback:${KEY}`)
  expect(new Set(keys).size).toBe(keys.length)
  expect(floor.read().find(({ key }) => key === KEY)).toMatchObject({
    rule: 'action_missed',
    about: { id: 'RES_TICKET' },
    agentId: '1001',
    state: 'open',
    callBy: T0 + 80_000 + 24 * HOUR,
  })
})

test('[CALLBACK-1] what was put right before the end opens none', () => {
  const story = promisedTicket().fact(75, 'ticket.created').hangsUp(80, 'agent')
  const floor = floorOf(story)
  expect(floor.opened().map(({ event }) => event.eventId)).not.toContain(`callback:${KEY}`)
})

test('[CALLBACK-2] people close it once: the first word stands, and one about nothing says nothing', () => {
  const floor = floorOf(promisedTicket().hangsUp(80, 'agent'))
  floor.take(closes('callback.done', 500), closes('callback.dropped', 501, '组长乙'))
  floor.take(closes('callback.done', 502, '组长乙', 'long_call|c1-s1|talk'))
  expect(floor.read().find(({ key }) => key === KEY)).toMatchObject({
    state: 'done',
    callBack: { closed: { by: '组长甲', as: 'done', note: '已回电说明' } },
  })
  expect(floor.read().map(({ key }) => key)).not.toContain('long_call|c1-s1|talk')
})

test('[CALLBACK-3] one whose verdict is gone, overturned or put right is withdrawn, and says why; a closed one stays closed', () => {
  const late = fact(50, 'call.fact', { name: 'ticket.created' }, { callId: 'c1', origin: 'crm', epoch: 'crm' })
  const gone = floorOf(promisedTicket().hangsUp(80, 'agent'))
  gone.take(late)
  expect(gone.read().find(({ key }) => key === KEY)).toMatchObject({ state: 'withdrawn', withdrawn: 'gone' })

  const wrong = floorOf(promisedTicket().hangsUp(80, 'agent'))
  const who = { key: KEY, by: '甲', reason: '系统里有工单' }
  wrong.take(
    entryAt(
      200,
      'verdict.disputed',
      { ...who, dueAt: new Date(T0).toISOString() },
      { ...person, position: 500, eventId: 'd' },
    ),
    entryAt(201, 'dispute.decided', { ...who, outcome: 'overturned' }, { ...person, position: 501, eventId: 'r' }),
  )
  expect(wrong.read().find(({ key }) => key === KEY)).toMatchObject({ state: 'withdrawn', withdrawn: 'overturned' })

  const done = floorOf(promisedTicket().hangsUp(80, 'agent'))
  done.take(closes('callback.done', 500), late)
  expect(done.read().find(({ key }) => key === KEY)).toMatchObject({ state: 'done', withdrawn: 'gone' })
})

test('[CALLBACK-4] [FOLD-1] the same entries give the same calls back in any order, doubled', () => {
  const floor = floorOf(promisedTicket().hangsUp(80, 'agent'))
  const notes = [closes('callback.done', 500), closes('callback.dropped', 501, '组长乙')]
  const log = [...promisedTicket().hangsUp(80, 'agent').entries(), ...floor.written, ...notes]
  const settings = settingsOf(book, undefined)
  const expected = foldCall('f', 'c1', log, 'time', settings).call
  expect(expected.callBacks[KEY]).toMatchObject({ closed: { as: 'done' } })
  fc.assert(
    fc.property(fc.shuffledSubarray([...log, ...notes], { minLength: log.length + notes.length }), (delivered) => {
      const fold = beginFold('f', 'c1', T0)
      for (const entry of delivered) addEntry(fold, entry, 'time', settings)
      expect(fold.call.callBacks).toEqual(expected.callBacks)
    }),
    { numRuns: 100 },
  )
})

test('[CALLBACK-4] one that was opened is there after a restart before the feed is heard, and is not opened again', () => {
  const before = floorOf(promisedTicket().hangsUp(80, 'agent'))
  const after = foldFeed()
  after.take(...promisedTicket().hangsUp(80, 'agent').entries(), ...before.written)
  const call = after.call('c1')
  const read = readCallBacks(call, after.fold.verdicts('c1'), lawOf(book, call))
  expect(read.find(({ key }) => key === KEY)).toMatchObject({ state: 'open' })
  after.reach(6000)
  expect(after.written.filter(({ event }) => event.type === 'callback.opened')).toEqual([])
})
