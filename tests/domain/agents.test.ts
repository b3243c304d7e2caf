import { expect, test } from 'vitest'
import { T0 } from '#tests/support/entries.ts'
import { fact, foldFeed } from '#tests/support/feed-story.ts'
import { answeredComplaint, call, secondOf } from '#tests/support/scenario.ts'

const iso = (second: number) => new Date(T0 + second * 1000).toISOString()
const now = (floor: ReturnType<typeof foldFeed>, second: number, agentId = '1001') => {
  const state = floor.fold.agentNow(agentId, T0 + second * 1000)
  return [state.state, state.sub, secondOf(state.since)]
}
const state = (second: number, word: 'ready' | 'not_ready' | 'busy' | 'working_after_call', more: object = {}) =>
  fact(second, 'agent.state', { state: word, ...more }, { agentId: '1001' })

test('[AGENT-1] an agent nobody spoke of is unknown', () => {
  expect(now(foldFeed(), 10)).toEqual(['unknown', 'none', undefined])
})

test('[AGENT-2] a live segment beats what was said: reserved while it rings, then busy with what is done', () => {
  const floor = foldFeed()
  const story = answeredComplaint().hold(20, 30).consults(40, 50)
  const seen: unknown[] = []
  floor.take(state(0, 'ready'))
  for (const entry of story.entries()) {
    floor.take(entry)
    seen.push(now(floor, 60).join(' '))
  }
  expect(seen.slice(2)).toEqual([
    'reserved none 5',
    'busy talking 10',
    'busy hold 20',
    'busy talking 30',
    'busy consulting 40',
    'busy talking 50',
  ])
})

test('[AGENT-2] who speaks on an outbound call is busy outbound', () => {
  const floor = foldFeed()
  floor.take(...call().offered(0, { direction: 'outbound' }).answers(5, '1001').entries())
  expect(now(floor, 9)).toEqual(['busy', 'outbound', 5])
})

test('[AGENT-3] busy said before the last call ended spoke of that call', () => {
  const floor = foldFeed()
  floor.take(state(0, 'ready'), ...answeredComplaint().hangsUp(60, 'agent').entries(), state(11, 'busy'))
  expect(now(floor, 70)).toEqual(['ready', 'none', 60])
})

test('[AGENT-4] nobody is ready since before their last call ended', () => {
  const floor = foldFeed()
  floor.take(state(0, 'ready'), ...answeredComplaint().hangsUp(60, 'agent').entries())
  expect(now(floor, 70)).toEqual(['ready', 'none', 60])
  floor.take(fact(5000, 'agent.state', { state: 'ready' }, { agentId: '1002' }))
  floor.sweep()
  expect(floor.fold.calls.size).toBe(0)
  expect(now(floor, 5000)).toEqual(['ready', 'none', 60])
})

test('[AGENT-5] derived after-call work ends by itself and falls back to what was said before', () => {
  const floor = foldFeed()
  floor.take(state(0, 'not_ready', { reason: 'meal', reasonKind: 'meal' }))
  floor.take(
    ...answeredComplaint().hangsUp(60, 'customer').entries(),
    state(60, 'working_after_call', { until: iso(90) }),
  )
  expect(now(floor, 89)).toEqual(['working_after_call', 'none', 60])
  expect(floor.fold.agentNow('1001', T0 + 90_000)).toMatchObject({ state: 'not_ready', reason: 'meal', derived: true })
})

test('[AGENT-6] the latest fact wins whatever came last, and a repeated one keeps its beginning', () => {
  const floor = foldFeed()
  floor.take(state(20, 'ready'), state(10, 'not_ready'))
  expect(now(floor, 30)).toEqual(['ready', 'none', 20])
  floor.take(state(25, 'ready'))
  expect(now(floor, 30)).toEqual(['ready', 'none', 20])
})

test('[AGENT-7] an agent the snapshot leaves out is logged off, unless heard of after its time', () => {
  const floor = foldFeed()
  floor.take(state(0, 'ready'), fact(0, 'agent.state', { state: 'ready' }, { agentId: '1002' }))
  floor.take(fact(50, 'feed.snapshot_begin', { asOf: iso(50) }))
  floor.take(fact(50, 'feed.snapshot_item', { state: 'ready' }, { agentId: '1003' }))
  floor.take(fact(51, 'agent.state', { state: 'ready' }, { agentId: '1002' }), fact(52, 'feed.snapshot_end', {}))
  expect(now(floor, 60)).toEqual(['logged_off', 'none', 50])
  expect(now(floor, 60, '1002')[0]).toBe('ready')
  expect(now(floor, 60, '1003')[0]).toBe('ready')
})

test('[AGENT-8] name, number and queues are the latest the feed gave, field by field', () => {
  const floor = foldFeed()
  floor.take(fact(9, 'agent.profile', { name: 'B' }, { agentId: '1001' }))
  floor.take(fact(5, 'agent.profile', { name: 'A', agentNo: '77' }, { agentId: '1001' }))
  const { profile } = floor.fold.agents.get('1001') ?? {}
  expect([profile?.name?.value, profile?.agentNo?.value]).toEqual(['B', '77'])
})
