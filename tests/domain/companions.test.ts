import { expect, test } from 'vitest'
import { STEPS } from '#server/domain/words.ts'
import { fact, foldFeed, words } from '#tests/support/feed-story.ts'
import { answeredComplaint, call } from '#tests/support/scenario.ts'

const talk = (callId: string, agentId: string, from: number, to: number) =>
  call(callId)
    .queued(from - 2, 'complaint')
    .answers(from, agentId)
    .hangsUp(to, 'customer')
    .entries()

test('[JOIN-1] a companion that names the call, a leg or the tail of its id joins it', () => {
  const floor = foldFeed()
  floor.take(...call('gz/17.1').queued(0, 'complaint').answers(5, '1001').entries())
  const said = (second: number, head: object) => words(second, '9999', `at ${second}`, { agentId: undefined, ...head })
  floor.take(said(6, { callId: 'gz/17.1' }), said(7, { callId: '17.1' }), said(8, { segmentId: 'gz/17.1-s1' }))
  expect(floor.texts('gz/17.1')).toEqual(['at 6', 'at 7', 'at 8'])
})

test('[JOIN-1] the id of a call beats an alias another call claims, and who began last has the better claim', () => {
  const floor = foldFeed()
  floor.take(...answeredComplaint('one').entries())
  floor.take(fact(12, 'call.offered', {}, { callId: 'two', connectionId: 'leg', related: { replacesCallId: 'one' } }))
  floor.take(fact(11, 'call.alerting', {}, { callId: 'one', agentId: '1001', connectionId: 'leg' }))
  floor.take(words(20, '1', 'by call', { agentId: undefined, callId: 'one' }))
  floor.take(words(21, '1', 'by leg', { agentId: undefined, connectionId: 'leg' }))
  expect([floor.texts('one'), floor.texts('two')]).toEqual([['by call'], ['by leg']])
})

test('[JOIN-2] without an id the agent and the time decide, five seconds of slack at both ends', () => {
  const floor = foldFeed()
  floor.take(...talk('c1', '1001', 10, 30))
  floor.take(
    words(4, '1001', 'too early'),
    words(6, '1001', 'early'),
    words(20, '1001', 'in'),
    words(34, '1001', 'late'),
  )
  floor.take(words(36, '1001', 'too late'), words(20, '1002', 'somebody else'))
  expect(floor.texts('c1')).toEqual(['early', 'in', 'late'])
})

test('[JOIN-2] what was said inside one call never goes to the next only because that is near', () => {
  const floor = foldFeed()
  floor.take(...talk('c1', '1001', 10, 30), ...talk('c2', '1001', 32, 60), words(29, '1001', 'still the first'))
  expect([floor.texts('c1'), floor.texts('c2')]).toEqual([['still the first'], []])
})

test('[JOIN-3] words told before their call wait for it, by agent and by any id they give', () => {
  const floor = foldFeed()
  floor.take(words(12, '1001', 'by agent'), words(13, '1001', 'by leg', { connectionId: 'unheard of' }))
  floor.take(words(14, '1', 'by call', { agentId: undefined, callId: 'c1' }))
  floor.take(...answeredComplaint().entries())
  expect(floor.texts('c1')).toEqual(['by agent', 'by leg', 'by call'])
  floor.reach(1000)
  expect(floor.fold.companions.unmatched).toBe(0)
})

test('[JOIN-3] what found no call for 30 s of the feed is given up and counted', () => {
  const floor = foldFeed()
  floor.take(words(12, '1001', 'to nobody'))
  floor.reach(41)
  expect(floor.fold.companions.unmatched).toBe(0)
  floor.reach(42)
  expect(floor.fold.companions.unmatched).toBe(1)
  floor.take(...answeredComplaint().entries())
  expect(floor.texts('c1')).toEqual([])
})

test('[JOIN-3] while telephony is silent no more than twenty thousand entries wait', () => {
  const { companions } = foldFeed().fold
  for (let n = 0; n < 20_010; n++) companions.hold(words(n, '1001', 'to nobody'))
  expect([companions.listWaiting().length, companions.unmatched]).toEqual([20_000, 10])
})

test('[JOIN-4] words move to the call they belong to when its times become known', () => {
  const [queued, connected, cleared] = talk('c1', '1001', 10, 30)
  const floor = foldFeed()
  if (queued && connected && cleared) floor.take(queued, connected, words(45, '1001', 'to the second call'), cleared)
  expect(floor.texts('c1')).toEqual([])
  floor.take(...talk('c2', '1001', 40, 60))
  expect([floor.texts('c1'), floor.texts('c2')]).toEqual([[], ['to the second call']])
})

test('[JOIN-5] which of a companion’s entries belong to a call is written down once, if the log cannot tell', () => {
  const floor = foldFeed()
  floor.take(...answeredComplaint().entries())
  floor.take(words(20, '1001', 'no id', { position: 71 }), words(21, '1001', 'by id', { position: 72, callId: 'c1' }))
  floor.sweep()
  floor.sweep()
  const joined = floor.written.filter(({ event }) => event.type === 'call.joined')
  expect(joined.map(({ event }) => [event.callId, event.data])).toEqual([['c1', { positions: [71] }]])
})

test('[JOIN-6] steps of a desktop count like the dialplan’s, facts and words never make a call live longer', () => {
  const floor = foldFeed()
  floor.take(...answeredComplaint().entries())
  for (const [n, step] of STEPS.slice(0, 2).entries())
    floor.take(
      fact(12 + n, 'step.entered', { step }, { agentId: '1001', origin: 'desktop', epoch: 'd', eventId: `d${n}` }),
    )
  const before = floor.call('c1').lastAt
  floor.take(words(200, '1001', 'still there?'))
  expect(floor.call('c1')).toMatchObject({
    lastAt: before,
    startedAt: floor.call('c1').queueVisits[0]?.from ? expect.any(Number) : 0,
  })
  expect(floor.call('c1').segments[0]?.current).toBe('need_identification')
})
