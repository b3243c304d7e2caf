import { expect, test } from 'vitest'
import { callRow } from '#server/domain/call/rows.ts'
import type { Entry } from '#server/domain/entry.ts'
import { T0 } from '#tests/support/entries.ts'
import { fact, foldFeed } from '#tests/support/feed-story.ts'
import { answeredComplaint, call, secondOf } from '#tests/support/scenario.ts'

const iso = (second: number) => new Date(T0 + second * 1000).toISOString()
const snapshot = (second: number, ...items: Entry[]): Entry[] => [
  fact(second, 'feed.snapshot_begin', { asOf: iso(second) }),
  ...items,
  fact(second, 'feed.snapshot_end', {}),
]
const item = (second: number, callId: string, agentId: string, more: { held?: boolean; answeredAt?: string } = {}) =>
  fact(
    second,
    'feed.snapshot_item',
    { callState: 'connected', ...more },
    { callId, agentId, segmentId: `${callId}-s1` },
  )

test('[FOLD-6] an open call the snapshot does not name is cleared as lost at its time', () => {
  const floor = foldFeed()
  floor.take(...answeredComplaint().step(12, 'opening').entries(), ...snapshot(60))
  expect(floor.call('c1')).toMatchObject({ clearCause: 'lost', state: 'cleared' })
  expect(secondOf(floor.call('c1').clearedAt)).toBe(60)
  expect(floor.call('c1').segments[0]?.steps.closing.status).toBe('unknown')
  floor.reach(100)
  expect(floor.wrongs('c1')).toEqual([])
})

test('[FOLD-6] a call that spoke after the snapshot’s time, or began after it, is not lost', () => {
  const floor = foldFeed()
  floor.take(...answeredComplaint('old').entries(), fact(60, 'feed.snapshot_begin', { asOf: iso(60) }))
  floor.take(...call('new').offered(61).entries(), fact(62, 'call.held', {}, { callId: 'old', agentId: '1001' }))
  floor.take(fact(63, 'feed.snapshot_end', {}))
  expect([floor.call('old').clearedAt, floor.call('new').clearedAt]).toEqual([undefined, undefined])
})

test('[FOLD-6] a snapshot without its end takes nothing away', () => {
  const floor = foldFeed()
  floor.take(...answeredComplaint().entries(), fact(60, 'feed.snapshot_begin', { asOf: iso(60) }))
  expect(floor.call('c1').clearedAt).toBeUndefined()
})

test('[FOLD-7] a call the snapshot confirms goes on, and the time in between is a gap', () => {
  const floor = foldFeed()
  floor.take(...answeredComplaint().step(12, 'opening').entries(), ...snapshot(60, item(60, 'c1', '1001')))
  floor.take(fact(70, 'step.entered', { step: 'resolution' }, { callId: 'c1', agentId: '1001' }))
  expect(floor.call('c1').segments).toHaveLength(1)
  expect(floor.call('c1').segments[0]?.gaps.map((g) => [secondOf(g.from), secondOf(g.to)])).toEqual([[12, 60]])
  expect(floor.call('c1').segments[0]?.steps.need_identification.status).toBe('unknown')
})

test('[FOLD-7] a hold cut by a gap lasted until it is retrieved, unless another began since', () => {
  const floor = foldFeed()
  const ofAgent = { callId: 'c1', agentId: '1001' }
  const holds = () => floor.call('c1').segments[0]?.holds.map((h) => [secondOf(h.from), secondOf(h.to)])
  floor.take(...answeredComplaint().hold(20).entries(), ...snapshot(60, item(60, 'c1', '1001')))
  expect(holds()).toEqual([[20, 20]])
  floor.take(fact(70, 'call.retrieved', {}, ofAgent))
  expect(holds()).toEqual([[20, 70]])
  floor.take(fact(75, 'call.retrieved', {}, ofAgent))
  expect(holds()).toEqual([[20, 70]])
  floor.take(fact(80, 'call.held', {}, ofAgent), ...snapshot(90, item(90, 'c1', '1001')))
  floor.take(fact(95, 'call.held', {}, ofAgent), fact(99, 'call.retrieved', {}, ofAgent))
  expect(holds()?.slice(1)).toEqual([
    [80, 80],
    [95, 99],
  ])
})

test('[FOLD-8] a wait begins when the snapshot says, else with the call, and a join nobody heard leaves it unknown', () => {
  const floor = foldFeed()
  const seen = (callId: string, data: object, head: object = {}) =>
    fact(60, 'feed.snapshot_item', { startedAt: iso(10), ...data }, { callId, queueId: 'complaint', ...head })
  floor.take(
    ...snapshot(
      60,
      seen('waits', { callState: 'queued' }),
      seen('joined', { callState: 'alerting', queuedAt: iso(40) }, { agentId: '1001', segmentId: 's1' }),
      seen('talks', { callState: 'connected' }, { agentId: '1002', segmentId: 's2' }),
    ),
  )
  const waits = (callId: string) => floor.call(callId).queueVisits.map((visit) => secondOf(visit.from))
  expect([waits('waits'), waits('joined'), waits('talks')]).toEqual([[10], [40], []])
  expect(callRow(floor.call('talks'))).toMatchObject({ queueId: 'complaint', waitSec: '' })
})

test('[FOLD-7] a call whose first word was its last before the cut has a gap, too', () => {
  const floor = foldFeed()
  floor.take(fact(10, 'call.connected', {}, { callId: 'c1', agentId: '1001', segmentId: 'c1-s1' }))
  floor.take(...snapshot(60, item(60, 'c1', '1001')))
  expect(floor.call('c1').segments[0]?.gaps).toHaveLength(1)
})

test('[FOLD-7] a hold the snapshot still sees goes on from there, one it does not see has ended', () => {
  for (const held of [true, false]) {
    const floor = foldFeed()
    floor.take(...answeredComplaint().hold(20).entries(), ...snapshot(60, item(60, 'c1', '1001', { held })))
    const holds = floor.call('c1').segments[0]?.holds.map((h) => [secondOf(h.from), secondOf(h.to)])
    expect(holds).toEqual(
      held
        ? [
            [20, 20],
            [60, undefined],
          ]
        : [[20, 20]],
    )
  }
})

test('[FOLD-8] a call first seen in a snapshot has an unknown past: its steps are unknown, never skipped', () => {
  const floor = foldFeed()
  floor.take(...snapshot(60, item(60, 'c9', '1001', { answeredAt: iso(30) })))
  expect(floor.call('c9').flags.unknownStart).toBe(true)
  expect(secondOf(floor.call('c9').segments[0]?.answeredAt)).toBe(30)
  floor.take(fact(70, 'step.entered', { step: 'confirmation' }, { callId: 'c9', agentId: '1001' }))
  floor.take(fact(90, 'call.cleared', { cause: 'agent_hangup' }, { callId: 'c9' }))
  const statuses = Object.values(floor.call('c9').segments[0]?.steps ?? {}).map(({ status }) => status)
  expect(statuses).toEqual(['unknown', 'unknown', 'unknown', 'done', 'unknown'])
})

test('[FOLD-9] a call thought lost that shows life goes on in the same segment, with a gap', () => {
  const floor = foldFeed()
  floor.take(...answeredComplaint().entries(), ...snapshot(60), ...snapshot(90, item(90, 'c1', '1001')))
  expect(floor.call('c1')).toMatchObject({ state: 'connected', flags: { lost: false } })
  expect(floor.call('c1').segments.map(({ segmentId, endedAt }) => [segmentId, endedAt])).toEqual([
    ['c1-s1', undefined],
  ])
  expect(floor.call('c1').segments[0]?.gaps.map((g) => [secondOf(g.from), secondOf(g.to)])).toContainEqual([60, 90])
})

test('[FOLD-9] the true end of a call thought lost replaces the guess', () => {
  const floor = foldFeed()
  floor.take(...answeredComplaint().entries(), ...snapshot(60))
  floor.take(fact(58, 'call.cleared', { cause: 'customer_hangup' }, { callId: 'c1' }))
  expect(floor.call('c1')).toMatchObject({ clearCause: 'customer_hangup', flags: { lost: false } })
})

test('[FOLD-10] a gap the producer tells of concerns the calls of that time only', () => {
  const floor = foldFeed()
  floor.take(...call('before').offered(0).ends(5, 'other').entries(), ...answeredComplaint('during').entries())
  floor.take(...call('after').offered(50).queued(50, 'complaint').answers(51, '1002').entries())
  floor.take(fact(60, 'feed.gap', { from: iso(20), to: iso(40) }))
  const gaps = floor.written.filter(({ event }) => event.type === 'call.gap').map(({ event }) => event.callId)
  expect(gaps).toEqual(['during'])
})

test('[FOLD-11] a merged call keeps its id and says what it became', () => {
  const floor = foldFeed()
  floor.take(fact(0, 'call.offered', {}, { callId: 'consult' }))
  floor.take(fact(9, 'call.cleared', { cause: 'transferred', mergedInto: 'c1' }, { callId: 'consult' }))
  expect(floor.call('consult')).toMatchObject({ state: 'cleared', mergedInto: 'c1' })
})

test('[FOLD-12] a call silent for a day is lost, written once however long that takes', () => {
  const floor = foldFeed()
  floor.take(...answeredComplaint().entries())
  floor.fold.advance(T0 + 25 * 3600_000)
  floor.fold.sweep()
  floor.fold.facts.drain()
  floor.fold.advance(T0 + 26 * 3600_000)
  floor.fold.sweep()
  expect(floor.fold.facts.list().filter(({ type }) => type === 'call.cleared')).toHaveLength(1)
})

test('[FOLD-12] an ended call leaves memory a quarter of an hour later by what the log tells', () => {
  const floor = foldFeed()
  floor.take(...answeredComplaint().hangsUp(60, 'agent').entries())
  floor.reach(60 + 20 * 60)
  floor.sweep()
  expect([...floor.fold.calls.keys()]).toEqual(['c1'])
  floor.take(fact(60 + 15 * 60 + 1, 'agent.state', { state: 'ready' }, { agentId: '1002' }))
  floor.sweep()
  expect([...floor.fold.calls.keys()]).toEqual([])
})
