import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Call } from '#server/domain/call/call.ts'
import { contribute } from '#server/domain/call/contribute.ts'
import { type Contribution, INTERVAL_MS } from '#server/domain/call/contributions.ts'
import { foldCall } from '#server/domain/call/fold.ts'
import { judge } from '#server/domain/call/judge.ts'
import { lawOf, settingsOf } from '#server/domain/feed/law-book.ts'
import { T0 } from '#tests/support/entries.ts'
import { answeredComplaint, book, type CallStory, call } from '#tests/support/scenario.ts'
import { arbitraryLog } from './arbitrary-call.ts'

type Count = Exclude<keyof Contribution, 'queueId' | 'agentId' | 'scenario' | 'interval'>
const HOUR = 3_600_000
const addOf = (told: Call) => {
  const law = lawOf(book, told)
  return contribute(told, law, judge(told, law, told.lastAt + HOUR).verdicts)
}
const figures = (story: CallStory) => addOf(story.fold())
const sum = (rows: readonly Contribution[], name: Count) => rows.reduce((total, row) => total + row[name], 0)
const sums = (story: CallStory, ...names: Count[]) => names.map((name) => sum(figures(story), name))

test('[FIG-1] talk and hold are apart, in whole milliseconds, and count when the segment has ended', () => {
  const story = answeredComplaint().hold(20, 30).hold(25, 40, 'customer')
  expect(sums(story, 'talkMs', 'holdMs', 'handled')).toEqual([0, 0, 0])
  expect(sums(story.hangsUp(70, 'agent'), 'talkMs', 'holdMs', 'holdCount', 'handled')).toEqual([40_000, 20_000, 1, 1])
})

test('[FIG-2] time is cut at the quarter hours of UTC, counts fall where they happened', () => {
  const quarter = INTERVAL_MS / 1000
  const story = call()
    .queued(quarter - 30, 'complaint')
    .answers(quarter - 20, '1001')
    .hangsUp(quarter + 100, 'agent')
  const rows = figures(story).filter(({ agentId }) => agentId === '1001')
  expect(rows.map(({ interval, talkMs, handled }) => [(interval - T0) / INTERVAL_MS, talkMs, handled])).toEqual([
    [0, 20_000, 1],
    [1, 100_000, 0],
  ])
})

test('[FIG-3] the queue counts who came, who was answered in time, who gave up and who was sent on', () => {
  expect(sums(answeredComplaint(), 'offered', 'answered', 'answered15', 'answered20', 'waitMs')).toEqual([
    1, 1, 1, 1, 8000,
  ])
  const slow = call().queued(0, 'complaint').answers(18, '1001')
  expect(sums(slow, 'answered15', 'answered20')).toEqual([0, 1])
  const gone = (second: number) => call().queued(0, 'complaint').ends(second, 'abandoned_in_queue')
  expect(sums(gone(5), 'offered', 'abandoned', 'abandonedShort', 'answered')).toEqual([1, 1, 1, 0])
  expect(sums(gone(6), 'abandoned', 'abandonedShort')).toEqual([1, 0])
  const sent = call().queued(0, 'complaint').leavesQueue(60, 'complaint', 'timeout').queued(60, 'inquiry')
  expect(sums(sent, 'offered', 'timedOut', 'abandoned')).toEqual([2, 1, 0])
})

test('[FIG-4] ringing counts for the agent who was rung, answered or not', () => {
  const story = call().queued(0, 'complaint').rings(2, '1001').doesNotAnswer(12).rings(14, '1002').answers(16)
  const ring = figures(story).filter(({ ringMs }) => ringMs > 0)
  expect(ring.map(({ agentId, ringMs }) => [agentId, ringMs])).toEqual([
    ['1001', 10_000],
    ['1002', 2000],
  ])
})

test('[FIG-5] a skipped step counts where it is a fault and was not put right', () => {
  const faulty = () => answeredComplaint().step(11, 'opening').step(20, 'resolution')
  expect(sums(faulty().hangsUp(60, 'customer'), 'stepsSkipped')).toEqual([1])
  expect(sums(faulty().step(30, 'need_identification').hangsUp(60, 'customer'), 'stepsSkipped')).toEqual([0])
  const allowed = call()
    .queued(0, 'callback')
    .answers(5, '1001')
    .goesThrough(6, 5, 'opening', 'need_identification', 'closing')
  expect(sums(allowed.hangsUp(60, 'agent'), 'stepsSkipped')).toEqual([0])
})

const closedTalk = (told: Call) =>
  told.segments.reduce((total, s) => {
    if (s.answeredAt === undefined || s.endedAt === undefined) return total
    return total + Math.max(0, s.endedAt - s.answeredAt)
  }, 0)

test('[FIG-6] whatever happens, the intervals are whole numbers on the grid and add up to the call', () => {
  fc.assert(
    fc.property(arbitraryLog, (log) => {
      const told = foldCall('f', 'c1', log, 'time', settingsOf(book, undefined)).call
      const rows = addOf(told)
      for (const { queueId: _q, agentId: _a, scenario: _s, ...counts } of rows)
        for (const count of Object.values(counts)) expect(Number.isInteger(count) && count >= 0).toBe(true)
      expect(rows.every(({ interval }) => interval % INTERVAL_MS === 0)).toBe(true)
      expect(sum(rows, 'talkMs') + sum(rows, 'holdMs')).toBe(closedTalk(told))
      expect(sum(rows, 'offered')).toBe(told.queueVisits.length)
      const parts: [Count, Count][] = [
        ['stepsSkipped', 'stepsOwed'],
        ['actionsMissed', 'actionsOwed'],
        ['criticalMissed', 'actionsMissed'],
        ['pointsEarned', 'pointsOwed'],
        ['confirmationsLate', 'confirmationsOwed'],
        ['judgedFailed', 'judged'],
        ['judgedSkipping', 'judged'],
        ['judged', 'handled'],
      ]
      for (const [part, whole] of parts) expect(sum(rows, part)).toBeLessThanOrEqual(sum(rows, whole))
      expect(sum(rows, 'actionsLate') + sum(rows, 'actionsMissed')).toBeLessThanOrEqual(sum(rows, 'actionsOwed'))
      const places = rows.map((row) => `${row.interval} ${row.queueId} ${row.agentId} ${row.scenario}`)
      expect(new Set(places).size).toBe(rows.length)
    }),
    { numRuns: 300 },
  )
})

test('[FIG-6] handling under two scenarios is told apart, also of one agent and queue', () => {
  const story = answeredComplaint()
    .transfers(40, 'blind')
    .queued(40, 'inquiry')
    .at(50, 'call.connected', {}, { agentId: '1001', segmentId: 'again', queueId: 'complaint' })
    .hangsUp(70, 'customer')
  const talks = figures(story).filter(({ talkMs }) => talkMs > 0)
  expect(talks.map(({ agentId, queueId, scenario, talkMs }) => [agentId, queueId, scenario, talkMs])).toEqual([
    ['1001', 'complaint', 'complaint', 30_000],
    ['1001', 'complaint', 'inquiry', 20_000],
  ])
})
