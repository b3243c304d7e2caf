import { expect, test } from 'vitest'
import type { Call } from '#server/domain/call/call.ts'
import { contribute } from '#server/domain/call/contribute.ts'
import type { Contribution } from '#server/domain/call/contributions.ts'
import { foldCall } from '#server/domain/call/fold.ts'
import { judge, type Law } from '#server/domain/call/judge.ts'
import { lawOf, settingsOf } from '#server/domain/feed/law-book.ts'
import { entryAt } from '#tests/support/entries.ts'
import { answeredComplaint, book, type CallStory, call } from '#tests/support/scenario.ts'

type Count = Exclude<keyof Contribution, 'queueId' | 'agentId' | 'scenario' | 'interval'>
const HOUR = 3_600_000

const countsOf = (told: Call, afterMs = HOUR, law: Law = lawOf(book, told)) => {
  const rows = contribute(told, law, judge(told, law, told.lastAt + afterMs).verdicts)
  return (...names: Count[]) => names.map((name) => rows.reduce((sum, row) => sum + row[name], 0))
}
const counts = (story: CallStory, ...names: Count[]) => countsOf(story.fold())(...names)

/** Heard from the answer on; the opening is left at 20 without 工号 and greeting, the need at 40. */
const opened = () => answeredComplaint().listens(10).step(11, 'opening').agent(12, '您请讲')
const left = () => opened().step(20, 'need_identification').customer(22, '多扣了钱')

/** Somebody overturned what a key names. */
const overturned = (story: CallStory, key: string): Call => {
  const head = { callId: 'c1', source: 'person', epoch: 'person' } as const
  const who = { key, by: '甲', reason: '说过' }
  const dueAt = new Date(story.fold().startedAt).toISOString()
  const notes = [
    entryAt(200, 'verdict.disputed', { ...who, dueAt }, { ...head, position: 900, eventId: 'd' }),
    entryAt(201, 'dispute.decided', { ...who, outcome: 'overturned' }, { ...head, position: 901, eventId: 'r' }),
  ]
  return foldCall('f', 'c1', [...story.entries(), ...notes], 'time', settingsOf(book, undefined)).call
}

test('[COMP-1] a step counts as owed where it is known whether it was taken; unknown is neither owed nor skipped', () => {
  const all = ['opening', 'need_identification', 'resolution', 'confirmation', 'closing'] as const
  const whole = call()
    .queued(0, 'inquiry')
    .answers(5, '1001')
    .goesThrough(6, 5, ...all)
  expect(counts(whole.hangsUp(60, 'agent'), 'stepsOwed', 'stepsSkipped', 'judgedSkipping')).toEqual([5, 0, 0])
  const skipping = answeredComplaint().step(11, 'opening').step(20, 'resolution').hangsUp(60, 'customer')
  expect(counts(skipping, 'stepsOwed', 'stepsSkipped', 'judgedSkipping')).toEqual([3, 1, 1])
  const gap = answeredComplaint().step(11, 'opening').unseen(12, 19).step(20, 'resolution').hangsUp(60, 'customer')
  expect(counts(gap, 'stepsOwed', 'stepsSkipped')).toEqual([2, 0])
  const told = call().queued(0, 'inquiry').answers(5, '1001').hangsUp(60, 'agent')
  expect(counts(told, 'handled', 'judged', 'stepsOwed')).toEqual([1, 0, 0])
})

test('[COMP-1] an allowed step that was left out is not owed', () => {
  const allowed = call()
    .queued(0, 'callback')
    .answers(5, '1001')
    .goesThrough(6, 5, 'opening', 'need_identification', 'closing')
  expect(counts(allowed.hangsUp(60, 'agent'), 'stepsOwed', 'stepsSkipped')).toEqual([3, 0])
})

test('[COMP-2] a missed action counts as owed and missed, one put right late as owed and late, for half its points', () => {
  const names = ['actionsOwed', 'actionsMissed', 'actionsLate', 'criticalMissed'] as const
  const [owed = 0, missed = 0, , critical = 0] = counts(left().hangsUp(40, 'customer'), ...names)
  expect(missed).toBeGreaterThan(1)
  expect(critical).toBeGreaterThan(0)
  expect(owed).toBeGreaterThanOrEqual(missed)
  const late = left().step(30, 'opening').agent(31, '您好，工号3082').step(33, 'need_identification')
  const [sameOwed, lessMissed, two] = counts(late.hangsUp(40, 'customer'), ...names)
  expect([sameOwed, two, lessMissed]).toEqual([owed, 2, missed - 2])
  const [points = 0, earned = 0] = counts(late.hangsUp(40, 'customer'), 'pointsOwed', 'pointsEarned')
  const [same, none = 0] = counts(left().hangsUp(40, 'customer'), 'pointsOwed', 'pointsEarned')
  expect(same).toBe(points)
  expect(earned - none).toBeGreaterThan(0)
})

test('[COMP-2] nothing is owed or missed where nobody listened, and nothing where the rule is off', () => {
  const deaf = answeredComplaint().step(11, 'opening').step(20, 'need_identification').hangsUp(40, 'customer')
  expect(counts(deaf, 'actionsMissed', 'criticalMissed')).toEqual([0, 0])
  const told = left().hangsUp(40, 'customer').fold()
  const law = lawOf(book, told)
  const off = { ...law, rules: { ...law.rules, off: ['action_missed' as const] } }
  expect(countsOf(told, HOUR, off)('actionsOwed', 'actionsMissed', 'pointsOwed')).toEqual([0, 0, 0])
})

test('[COMP-2] an action due in the after-call work counts once that is over, and not before', () => {
  const told = left().fact(15, 'crm.record_opened').step(60, 'closing').agent(61, '再见').hangsUp(70, 'agent').fold()
  const [now = 0, nowMissed = 0] = countsOf(told, 0)('actionsOwed', 'actionsMissed')
  const [then = 0, thenMissed = 0] = countsOf(told)('actionsOwed', 'actionsMissed')
  expect(thenMissed).toBeGreaterThan(nowMissed)
  expect(then - now).toBe(thenMissed - nowMissed)
})

test('[COMP-3] what was overturned is owed still, and counts as done', () => {
  const story = left().hangsUp(40, 'customer')
  const names = ['actionsOwed', 'actionsMissed', 'criticalMissed', 'pointsOwed'] as const
  const [owed = 0, missed = 0, critical = 0, points] = counts(story, ...names)
  const told = overturned(story, 'action_missed|c1-s1:OPEN_AGENT_ID|r1')
  expect(countsOf(told)(...names)).toEqual([owed, missed - 1, critical - 1, points])
})

test('[COMP-3] a handling fails by a critical verdict that stands, and leaves the failures when it is overturned', () => {
  const rude = call().queued(0, 'inquiry').answers(5, '1001').listens(5).step(6, 'opening').agent(8, '规定就是这样')
  expect(counts(rude.hangsUp(40, 'customer'), 'prohibitedSaid', 'judged')).toEqual([1, 1])
  const key = rude.verdicts().find(({ rule }) => rule === 'prohibited')?.key ?? ''
  expect(countsOf(overturned(rude, key))('prohibitedSaid')).toEqual([0])
  const story = left().hangsUp(40, 'customer')
  expect(counts(story, 'judged', 'judgedFailed')).toEqual([1, 1])
})

test('[COMP-2] a plan counts as confirmed in time, too late, or not at all, where it was heard', () => {
  const plan = () =>
    answeredComplaint()
      .listens(10)
      .goesThrough(11, 10, 'opening', 'need_identification', 'resolution')
      .agent(35, '我给您申请退回二十元')
  const names = ['confirmationsOwed', 'confirmationsLate'] as const
  const inTime = plan().agent(40, '这样安排您看可以吗').customer(42, '可以').customer(200, '好')
  expect(counts(inTime.hangsUp(400, 'customer'), ...names)).toEqual([1, 0])
  const talking = (story: CallStory) => {
    for (let second = 60; second < 400; second += 20) story.customer(second, '嗯')
    return story
  }
  expect(counts(talking(plan()).hangsUp(400, 'customer'), ...names)).toEqual([1, 1])
  expect(counts(answeredComplaint().step(11, 'resolution').hangsUp(400, 'customer'), ...names)).toEqual([0, 0])
})
