import { expect, test } from 'vitest'
import { compareKeys, keyOf, orderEntries } from '#server/domain/call/order.ts'
import { entryAt } from '#tests/support/entries.ts'
import { fact, foldFeed } from '#tests/support/feed-story.ts'
import { answeredComplaint, call, secondOf } from '#tests/support/scenario.ts'

const ids = (entries: Parameters<typeof orderEntries>[0], order: 'time' | 'seq') =>
  orderEntries(entries, order).map(({ entry }) => entry.event.eventId)
const told = (second: number, eventId: string, more: object = {}) =>
  entryAt(second, 'call.held', {}, { eventId, ...more })

test('[FOLD-2] a fact told twice counts once; the same id from a companion or in another epoch is another fact', () => {
  const floor = foldFeed()
  const hold = fact(20, 'help.requested', {}, { callId: 'c1', agentId: '1001', eventId: 'x' })
  floor.take(...answeredComplaint().entries(), hold, hold)
  floor.take({ ...hold, epoch: 'e2' }, { ...hold, origin: 'desktop' })
  expect(floor.call('c1').help).toHaveLength(3)
})

test('[FOLD-3] by time: the instant, then the counter, then the id as a number where it is one', () => {
  const log = [told(5, 'z', { seq: 1 }), told(1, '10'), told(1, '9'), told(1, '9.2'), told(1, '9.10'), told(1, 'a')]
  expect(ids(log, 'time')).toEqual(['9', '9.2', '9.10', '10', 'a', 'z'])
})

test('[FOLD-3] at one instant: what was not seen, the owner, companions, the server, people', () => {
  const at = (eventId: string, more: object) => told(3, eventId, more)
  const gap = entryAt(
    3,
    'call.gap',
    { from: '2026-11-02T01:00:00Z', to: '2026-11-02T01:00:03Z' },
    { eventId: 'gap', source: 'server' },
  )
  const log = [
    at('person', { source: 'person' }),
    at('server', { source: 'server' }),
    at('crm', { origin: 'crm' }),
    at('owner', {}),
    gap,
  ]
  expect(ids(log, 'time')).toEqual(['gap', 'owner', 'crm', 'server', 'person'])
})

test('[FOLD-4] by counter: the owner’s counter rules though its clock runs back, others are placed by time', () => {
  const log = [
    told(9, 'b', { seq: 2 }),
    told(4, 'c', { seq: 3 }),
    told(1, 'a', { seq: 1 }),
    told(5, 'crm', { origin: 'crm' }),
  ]
  expect(ids(log, 'seq')).toEqual(['a', 'crm', 'b', 'c'])
})

test('[FOLD-4] by counter: an epoch comes before another when its lowest counter is earlier, whatever follows in it', () => {
  const log = [
    told(20, 'n1', { seq: 1, epoch: 'new' }),
    told(5, 'n2', { seq: 2, epoch: 'new' }),
    told(10, 'o1', { seq: 7, epoch: 'old' }),
  ]
  expect(ids(log, 'seq')).toEqual(['o1', 'n1', 'n2'])
})

test('[FOLD-3] a key compares equal with itself only', () => {
  const [a, b] = [keyOf(told(1, 'a'), 'time', 0), keyOf(told(1, 'b'), 'time', 0)]
  expect([compareKeys(a, a), Math.sign(compareKeys(a, b)), Math.sign(compareKeys(b, a))]).toEqual([0, -1, 1])
})

test('[FOLD-5] a late event folds its call anew and no other', () => {
  const floor = foldFeed()
  floor.take(...answeredComplaint('c1').entries(), ...call('c2').queued(1, 'inquiry').entries())
  floor.take(fact(3, 'call.attributes', { tags: ['vip'] }, { callId: 'c1' }))
  expect([floor.fold.calls.get('c1')?.refolds, floor.fold.calls.get('c2')?.refolds]).toEqual([1, 0])
  expect(secondOf(floor.call('c1').answeredAt)).toBe(10)
})

test('[FOLD-5] a feed that declares another order has all its calls folded anew', () => {
  const floor = foldFeed('time')
  floor.take(fact(9, 'call.held', {}, { callId: 'c1', agentId: '1001', seq: 2, eventId: '2' }))
  floor.take(fact(10, 'call.connected', {}, { callId: 'c1', agentId: '1001', seq: 1, eventId: '1' }))
  expect(floor.call('c1').segments[0]?.holds).toEqual([])
  floor.fold.setOrder('seq')
  expect(floor.call('c1').segments[0]?.holds).toHaveLength(1)
})

test('[FOLD-13] a call is judged by the versions it began under', () => {
  const floor = foldFeed()
  floor.take(...answeredComplaint().entries())
  expect(floor.call('c1').pinned).toEqual({ playbook: 1, rules: 1, settings: 1, told: [] })
  expect(floor.written.filter(({ event }) => event.type === 'call.pinned')).toHaveLength(1)
  floor.take(...answeredComplaint('c2').fact(12, 'identity.verified').tagged(13, 'complaint').entries())
  floor.take(...answeredComplaint('c3').entries())
  expect(floor.call('c2').pinned?.told).toEqual([])
  expect(floor.call('c3').pinned?.told).toEqual(['identity.verified', 'scenario.tagged'])
})
