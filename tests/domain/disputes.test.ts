import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isOpen } from '#server/domain/call/alerts.ts'
import { contribute } from '#server/domain/call/contribute.ts'
import { readDisputes } from '#server/domain/call/disputes.ts'
import { addEntry, beginFold, foldCall } from '#server/domain/call/fold.ts'
import { judge } from '#server/domain/call/judge.ts'
import type { Entry } from '#server/domain/entry.ts'
import type { EventData } from '#server/domain/event.ts'
import { foldLog } from '#server/domain/feed/fold-log.ts'
import { lawOf, settingsOf } from '#server/domain/feed/law-book.ts'
import { entryAt, T0 } from '#tests/support/entries.ts'
import { fact, foldFeed } from '#tests/support/feed-story.ts'
import { answeredComplaint, book, type CallStory } from '#tests/support/scenario.ts'

const KEY = 'step_skipped|c1-s1:need_identification|c1-6'
const settings = settingsOf(book, undefined)
const skipping = () => answeredComplaint().step(11, 'opening').step(20, 'resolution')

const person = { callId: 'c1', source: 'person', epoch: 'person' } as const
const dueAt = new Date(T0 + 20_000).toISOString()
const disputes = (second: number, position: number, by = '组长甲', key = KEY): Entry =>
  entryAt(
    second,
    'verdict.disputed',
    { key, dueAt, by, byId: by, reason: '客户已说明来意' },
    { ...person, position, eventId: `d${position}` },
  )
const decides = (second: number, position: number, outcome: EventData<'dispute.decided'>['outcome'], by = '经理') =>
  entryAt(
    second,
    'dispute.decided',
    { key: KEY, outcome, by, byId: by, reason: '录音核实' },
    { ...person, position, eventId: `r${position}` },
  )

const read = (story: CallStory, ...notes: Entry[]) => {
  const { call } = foldCall('f', 'c1', [...story.entries(), ...notes], 'time', settings)
  const law = lawOf(book, call)
  const { verdicts } = judge(call, law, T0 + 600_000)
  return { call, verdicts, disputes: readDisputes(call, verdicts, law.playbook) }
}

describe('a dispute', () => {
  test('[DISP-1] stands open beside its verdict, which counts on until somebody decides', () => {
    const { disputes: found, verdicts } = read(skipping(), disputes(30, 50))
    expect(found).toMatchObject([
      { key: KEY, rule: 'step_skipped', step: 'need_identification', agentId: '1001', state: 'pending' },
    ])
    expect(verdicts.find(({ key }) => key === KEY)?.isOverturned).toBeUndefined()
  })

  test('[DISP-2] is decided once: the first dispute and the first decision in the log stand', () => {
    const { disputes: found } = read(
      skipping(),
      disputes(30, 50),
      disputes(31, 51, '组长乙'),
      decides(40, 52, 'overturned'),
      decides(35, 53, 'upheld', '总经理'),
    )
    expect(found).toMatchObject([
      { state: 'overturned', dispute: { by: '组长甲', decided: { by: '经理', at: T0 + 40_000, reason: '录音核实' } } },
    ])
  })

  test('[DISP-2] a decision of what nobody disputed says nothing', () => {
    expect(read(skipping(), decides(40, 52, 'overturned')).call.disputes).toEqual({})
  })

  test('[FOLD-1] [DISP-2] comes out the same in any order, doubled and late', () => {
    const notes = [
      disputes(30, 50),
      disputes(31, 51, '组长乙'),
      decides(45, 52, 'overturned'),
      decides(44, 53, 'upheld', '总经理'),
    ]
    const log = [...skipping().hangsUp(60, 'customer').entries(), ...notes]
    const expected = foldCall('f', 'c1', log, 'time', settings).call
    expect(expected.disputes[KEY]).toMatchObject({ by: '组长甲', decided: { outcome: 'overturned' } })
    fc.assert(
      fc.property(
        fc.shuffledSubarray([...log, ...notes, ...log.slice(3)], { minLength: 2 * log.length + notes.length - 3 }),
        (delivered) => {
          const fold = beginFold('f', 'c1', T0)
          for (const entry of delivered) addEntry(fold, entry, 'time', settings)
          expect(fold.call).toEqual(expected)
        },
      ),
      { numRuns: 200 },
    )
  })

  test('[DISP-3] whose verdict a late event undoes stays, as moot, and opens again with the verdict', () => {
    const late = fact(15, 'step.entered', { step: 'need_identification' }, { callId: 'c1', agentId: '1001' })
    const { disputes: found } = read(skipping(), disputes(30, 50), late)
    expect(found).toMatchObject([
      {
        key: KEY,
        rule: 'step_skipped',
        step: 'need_identification',
        agentId: '1001',
        dueAt: T0 + 20_000,
        state: 'moot',
      },
    ])
    const action = disputes(30, 50, '组长甲', 'action_missed|c1-s1:OPEN_GREET|r1')
    expect(read(answeredComplaint(), action).disputes).toMatchObject([
      { about: { id: 'OPEN_GREET', zh: '主动问候' }, agentId: '1001', state: 'moot' },
    ])
    expect(read(answeredComplaint(), disputes(30, 50, '组长甲', 'no rule|at all|')).disputes).toEqual([])
  })

  test('[DISP-3] keeps its verdict after a restart, before the feed is heard again', () => {
    const after = foldFeed()
    after.take(...skipping().entries(), disputes(30, 50))
    const { playbook } = lawOf(book, after.call('c1'))
    expect(readDisputes(after.call('c1'), after.fold.verdicts('c1'), playbook)).toMatchObject([{ state: 'pending' }])
  })
})

describe('a verdict that was overturned', () => {
  const skipped = (...notes: Entry[]) => {
    const { call } = foldCall('f', 'c1', [...skipping().hangsUp(60, 'customer').entries(), ...notes], 'time', settings)
    const law = lawOf(book, call)
    return contribute(call, law, judge(call, law, T0 + 600_000).verdicts).reduce(
      (sum, { stepsSkipped }) => sum + stepsSkipped,
      0,
    )
  }

  test('[DISP-4] [FIG-5] leaves the figures; one that was upheld or waits stays in them', () => {
    expect(skipped()).toBe(1)
    expect(skipped(disputes(70, 50))).toBe(1)
    expect(skipped(disputes(70, 50), decides(80, 51, 'upheld'))).toBe(1)
    expect(skipped(disputes(70, 50), decides(80, 51, 'overturned'))).toBe(0)
  })

  test('[DISP-4] [ALERT-4] is no open alert any more and stays where it can be read', () => {
    const floor = foldFeed()
    floor.take(...skipping().entries())
    floor.reach(30)
    floor.take(disputes(31, 50), decides(32, 51, 'overturned'))
    const [alert] = floor.fold.alerts('c1')
    expect(alert).toMatchObject({ key: KEY, condition: 'holding', handling: 'open', isOverturned: true })
    expect(alert && isOpen(alert)).toBe(false)
  })

  test('[DISP-5] is so again wherever the log is read', () => {
    const floor = foldFeed()
    floor.take(...skipping().entries())
    floor.reach(30)
    const notes = [disputes(31, 50), decides(32, 51, 'overturned')]
    floor.take(...notes)
    const again = foldLog([...skipping().entries(), ...floor.written, ...notes], book).get('f')
    expect(again?.alerts('c1')).toEqual(floor.fold.alerts('c1'))
  })
})
