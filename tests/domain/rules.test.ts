import { expect, test } from 'vitest'
import { judge } from '#server/domain/call/judge.ts'
import { levelAt } from '#server/domain/call/levels.ts'
import { lawOf } from '#server/domain/feed/law-book.ts'
import { DEFAULT_RULES } from '#server/domain/rules.ts'
import type { Step } from '#server/domain/words.ts'
import { T0 } from '#tests/support/entries.ts'
import { answeredComplaint, book, call, secondOf } from '#tests/support/scenario.ts'

const upTo = (...steps: Step[]) => answeredComplaint().goesThrough(11, 5, ...steps)

test('[step_skipped] a step jumped over is wrong from that moment, and who, where and why is said', () => {
  const [verdict] = upTo('opening', 'resolution').verdicts()
  expect(verdict).toMatchObject({
    rule: 'step_skipped',
    step: 'need_identification',
    severity: 'critical',
    agentId: '1001',
  })
  expect(verdict).toMatchObject({ condition: 'holding', key: 'step_skipped|c1-s1:need_identification|c1-6' })
  expect(verdict?.evidence).toEqual([{ eventId: 'c1-6', at: T0 + 16_000, kind: 'event' }])
})

test('[step_skipped] a step done afterwards puts it right', () => {
  const story = upTo('opening', 'resolution').step(40, 'need_identification')
  expect(story.wrongs()).toEqual(['step_skipped need_identification put_right'])
})

test('[step_skipped] an agent who hangs up skips what was not reached; the alert is over at once', () => {
  const story = upTo('opening', 'need_identification', 'resolution').hangsUp(40, 'agent')
  expect(story.wrongs()).toEqual(['step_skipped closing over', 'step_skipped confirmation over'])
})

test('[step_skipped] a customer who hangs up excuses the rest', () => {
  expect(upTo('opening', 'need_identification').hangsUp(40, 'customer').wrongs()).toEqual([])
})

const callback = (score: number) =>
  call()
    .offered(0, { direction: 'outbound' })
    .queued(1, 'callback')
    .answers(5, '1001')
    .goesThrough(6, 10, 'opening', 'need_identification')
    .fact(25, 'survey.score_recorded', score)
    .step(30, 'closing')

test('[step_skipped] a call-back with a high score, or none, may leave resolution and confirmation out', () => {
  expect(callback(9).wrongs()).toEqual([])
  const unscored = call()
    .queued(1, 'callback')
    .answers(5, '1001')
    .goesThrough(6, 10, 'opening', 'need_identification', 'closing')
  expect(unscored.wrongs()).toEqual([])
})

test('[step_skipped] a call-back with a low score may not', () => {
  const skipped = callback(4)
    .wrongs()
    .filter((wrong) => wrong.startsWith('step_'))
  expect(skipped).toEqual(['step_skipped confirmation holding', 'step_skipped resolution holding'])
})

test('[step_skipped] with the scenario unknown only steps no scenario lets go are judged', () => {
  const story = call().queued(0, 'other').answers(5, '1001').goesThrough(6, 5, 'opening', 'closing')
  expect(story.wrongs()).toEqual(['step_skipped need_identification holding'])
})

test('[step_order] a move back the playbook does not name is wrong until the next step', () => {
  const story = upTo('opening', 'need_identification').step(30, 'opening')
  expect(story.wrongs()).toEqual(['step_order opening holding'])
  expect(story.step(40, 'resolution').wrongs()).toEqual(['step_order opening over'])
})

test('[step_order] the moves back the playbook names are right', () => {
  const story = upTo('opening', 'need_identification', 'resolution').step(40, 'need_identification')
  expect(story.wrongs()).toEqual([])
})

test('[step_dwell] a step is too long when its limit has run, and over when it is left', () => {
  const story = answeredComplaint().step(11, 'opening')
  expect(story.wrongs(45.9)).toEqual([])
  expect(story.wrongs(46)).toEqual(['step_dwell opening holding'])
  const left = story.step(60, 'need_identification')
  expect(left.wrongs()).toEqual(['step_dwell opening over'])
  expect(secondOf(left.verdicts()[0]?.endedAt)).toBe(60)
})

test('[step_dwell] hold stops the timer, however long it is', () => {
  const story = answeredComplaint().step(11, 'opening').hold(20)
  expect(story.wrongs(1000).filter((wrong) => wrong.startsWith('step_dwell'))).toEqual([])
  const resumed = answeredComplaint().step(11, 'opening').hold(20, 40)
  expect(resumed.wrongs(65.9)).toEqual([])
  expect(resumed.wrongs(66)).toEqual(['step_dwell opening holding'])
})

test('[step_dwell] no limit applies while the scenario is unknown, nor to a stay that holds a gap', () => {
  expect(call().queued(0, 'other').answers(5, '1001').step(6, 'opening').wrongs(5000)).toEqual([])
  expect(answeredComplaint().step(11, 'opening').unseen(20, 30).wrongs(80)).toEqual([])
})

test('[long_call] the talk of one agent is too long at the limit of its scenario, hold included', () => {
  const story = answeredComplaint().hold(20, 40)
  expect(story.wrongs(909.9)).toEqual([])
  expect(story.wrongs(910)).toEqual(['long_call holding'])
  expect(story.hangsUp(950, 'customer').wrongs()).toEqual(['long_call over'])
})

test('[long_call] each agent has a limit of their own', () => {
  expect(answeredComplaint().transfers(600, 'blind').answers(605, '1002').wrongs(1400)).toEqual([])
})

test('[long_hold] a hold by the agent is too long after 120 s and over when the customer is back', () => {
  const story = answeredComplaint().hold(20)
  expect(story.wrongs(139.9)).toEqual([])
  expect(story.wrongs(140)).toEqual(['long_hold holding'])
  expect(story.at(150, 'call.retrieved', {}, { agentId: '1001' }).wrongs()).toEqual(['long_hold over'])
})

test('[long_hold] a hold by the customer is not ours', () => {
  expect(answeredComplaint().hold(20, undefined, 'customer').wrongs(500)).toEqual([])
})

test('[long_hold] the alert of a hold keeps its name when an earlier hold is told late', () => {
  const [before] = answeredComplaint().hold(20).verdicts(200)
  const [after] = answeredComplaint().hold(20).hold(12, 15).verdicts(200)
  expect(after?.key).toBe(before?.key)
})

test('[complaint_level] level 2 raises, level 1 does not', () => {
  expect(answeredComplaint().level(20, 1).wrongs()).toEqual([])
  const [verdict] = answeredComplaint().level(20, 2, '要求找主管').verdicts()
  expect(verdict).toMatchObject({ severity: 'major', level: 2, condition: 'holding', agentId: '1001' })
  expect(verdict?.evidence[0]?.text).toBe('要求找主管')
})

test('[complaint_level] a higher level takes the place of the lower one, also within one instant', () => {
  const story = answeredComplaint().level(20, 2).level(30, 3)
  expect(story.wrongs()).toEqual(['complaint_level 2 over', 'complaint_level 3 holding'])
  expect(story.verdicts()[1]?.severity).toBe('critical')
  expect(answeredComplaint().level(20, 2).level(20, 3).wrongs().sort()).toEqual([
    'complaint_level 2 over',
    'complaint_level 3 holding',
  ])
})

test('[complaint_level] level 2 is put right when it is lowered, and holds again when it comes back', () => {
  const story = answeredComplaint().level(20, 2).level(30, 1)
  expect(story.wrongs()).toEqual(['complaint_level 2 put_right'])
  expect(story.level(40, 2).wrongs()).toEqual(['complaint_level 2 holding'])
})

test('[complaint_level] level 3 and above is not taken back by events, and is over with the call', () => {
  const story = answeredComplaint().level(20, 3).level(30, 0)
  expect(story.wrongs()).toEqual(['complaint_level 3 holding'])
  expect(levelAt(story.fold(), 0)).toMatchObject({ level: 0, peak: 3 })
  expect(story.hangsUp(50, 'customer').wrongs()).toEqual(['complaint_level 3 over'])
})

test('[RULE-1] a rule that is off raises nothing, and a severity of the installation wins', () => {
  const told = answeredComplaint().level(20, 3).fold()
  const law = lawOf(book, told)
  const off = { ...law, rules: { ...DEFAULT_RULES, off: ['complaint_level' as const] } }
  expect(judge(told, off, T0 + 60_000).verdicts).toEqual([])
  const milder = { ...law, rules: { ...DEFAULT_RULES, severities: { complaint_level: 'minor' as const } } }
  expect(judge(told, milder, T0 + 60_000).verdicts).toMatchObject([{ severity: 'minor' }])
})

test('[RULE-2] nothing is wrong before its time, and the next time is known', () => {
  const told = answeredComplaint().step(11, 'opening').fold()
  const { verdicts, nextDue } = judge(told, lawOf(book, told), T0 + 20_000)
  expect(verdicts).toEqual([])
  expect(secondOf(nextDue)).toBe(46)
})

test('[RULE-3] a lost call gives no alert of a timer that ran out after it was last heard', () => {
  expect(answeredComplaint().step(12, 'opening').hold(20).ends(2000, 'lost').wrongs()).toEqual([])
  expect(answeredComplaint().step(12, 'opening').step(60, 'need_identification').ends(2000, 'lost').wrongs()).toEqual([
    'step_dwell opening over',
  ])
})
