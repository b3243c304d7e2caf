import { expect, test } from 'vitest'
import { compareAlerts, isOpen } from '#server/domain/call/alerts.ts'
import { foldLog } from '#server/domain/feed/fold-log.ts'
import type { AlertHandling } from '#server/domain/words.ts'
import { fact, foldFeed } from '#tests/support/feed-story.ts'
import { answeredComplaint, book } from '#tests/support/scenario.ts'

const skipping = () => answeredComplaint().step(11, 'opening').step(20, 'resolution')
const KEY = 'step_skipped|c1-s1:need_identification|c1-6'
const handled = (second: number, handling: AlertHandling, position: number) =>
  fact(
    second,
    'alert.handled',
    { key: KEY, handling, by: 'boss' },
    { callId: 'c1', source: 'person', epoch: 'p', position, eventId: `p${position}` },
  )

test('[ALERT-1] a verdict becomes an alert once the watermark has reached it, and is raised once', () => {
  const floor = foldFeed()
  floor.take(...skipping().entries())
  floor.reach(19.9)
  expect(floor.wrongs('c1')).toEqual([])
  floor.reach(20)
  floor.reach(30)
  expect(floor.wrongs('c1')).toEqual(['step_skipped holding'])
  expect(floor.written.filter(({ event }) => event.type === 'alert.raised').map(({ event }) => event.eventId)).toEqual([
    `raise:${KEY}`,
  ])
})

test('[ALERT-1] what was raised before a restart is not raised again, nor taken back while the clock is not heard', () => {
  const before = foldFeed()
  before.take(...skipping().entries())
  before.reach(30)
  const after = foldFeed()
  after.take(...skipping().entries(), ...before.written)
  expect(after.wrongs('c1')).toEqual(['step_skipped holding'])
  after.reach(60)
  expect(after.written.filter(({ event }) => event.type === 'alert.raised')).toEqual([])
})

test('[ALERT-2] an alert that a late event undoes stays, as refuted', () => {
  const floor = foldFeed()
  floor.take(...skipping().entries())
  floor.reach(30)
  floor.take(fact(15, 'step.entered', { step: 'need_identification' }, { callId: 'c1', agentId: '1001' }))
  expect(floor.wrongs('c1')).toEqual(['step_skipped refuted'])
  expect(floor.fold.alerts('c1')).toMatchObject([{ key: KEY, handling: 'open' }])
})

test('[ALERT-3] people move the handling and never the condition; events the other way round', () => {
  const floor = foldFeed()
  floor.take(...skipping().entries())
  floor.reach(30)
  floor.take(handled(31, 'acknowledged', 50))
  expect(floor.fold.alerts('c1')).toMatchObject([{ condition: 'holding', handling: 'acknowledged', handledBy: 'boss' }])
  floor.take(fact(40, 'step.entered', { step: 'need_identification' }, { callId: 'c1', agentId: '1001' }))
  expect(floor.fold.alerts('c1')).toMatchObject([{ condition: 'put_right', handling: 'acknowledged' }])
})

test('[ALERT-3] what people did keeps the order it was written in, whatever their clock says and however often the call is folded', () => {
  const floor = foldFeed()
  floor.take(...skipping().entries())
  floor.reach(30)
  floor.take(handled(5, 'acknowledged', 50), handled(2, 'resolved', 51))
  floor.take(fact(10.5, 'call.held', {}, { callId: 'c1', agentId: '1001' }))
  expect(floor.fold.calls.get('c1')?.refolds).toBeGreaterThan(0)
  expect(floor.fold.alerts('c1')).toMatchObject([{ key: KEY, handling: 'resolved' }])
})

test('[ALERT-4] an alert is open while it holds and nobody resolved it; worst first, then oldest', () => {
  expect(isOpen({ condition: 'holding', handling: 'acknowledged' })).toBe(true)
  expect(isOpen({ condition: 'holding', handling: 'resolved' })).toBe(false)
  expect(isOpen({ condition: 'over', handling: 'open' })).toBe(false)
  const sorted = [
    { severity: 'minor' as const, dueAt: 1 },
    { severity: 'critical' as const, dueAt: 9 },
    { severity: 'critical' as const, dueAt: 5 },
  ].sort(compareAlerts)
  expect(sorted.map(({ dueAt }) => dueAt)).toEqual([5, 9, 1])
})

test('[ALERT-5] the offline fold raises what holds at the log’s end, and keeps what a whole log raised', () => {
  const bare = foldLog(skipping().entries(), book).get('f')
  expect(bare?.alerts('c1').map(({ key }) => key)).toEqual([KEY])
  const floor = foldFeed()
  floor.take(...skipping().entries())
  floor.reach(30)
  const whole = foldLog([...skipping().entries(), ...floor.written], book).get('f')
  expect(whole?.alerts('c1')).toEqual(floor.fold.alerts('c1'))
})
