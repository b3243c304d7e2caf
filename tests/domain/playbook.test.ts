import { expect, it } from 'vitest'
import { limitsOf, scenarioOf } from '#server/domain/playbook/limits.ts'
import { shippedPlaybook } from '#server/domain/playbook/load.ts'
import { SCENARIOS, STEPS } from '#server/domain/words.ts'

const playbook = shippedPlaybook()
const allSteps = playbook.scenarios.flatMap((flow) => flow.steps.map((step) => ({ scenario: flow.scenario, ...step })))

it('holds each scenario once, each with the five steps in order', () => {
  expect(playbook.scenarios.map((flow) => flow.scenario).sort()).toEqual([...SCENARIOS].sort())
  for (const flow of playbook.scenarios) expect(flow.steps.map((step) => step.step)).toEqual([...STEPS])
})

it('has limits that rise from min to max, and steps whose targets fit into the talk', () => {
  for (const { dwellSec } of allSteps) {
    expect(dwellSec.min).toBeLessThan(dwellSec.target)
    expect(dwellSec.target).toBeLessThan(dwellSec.warn)
    expect(dwellSec.warn).toBeLessThan(dwellSec.max)
  }
  for (const flow of playbook.scenarios) {
    expect(flow.talkSec.target).toBeLessThan(flow.talkSec.warn)
    expect(flow.talkSec.warn).toBeLessThan(flow.talkSec.max)
    const targets = flow.steps.reduce((sum, step) => sum + step.dwellSec.target, 0)
    expect(Math.abs(targets - flow.talkSec.target)).toBeLessThanOrEqual(flow.talkSec.target * 0.1)
  }
})

it('gives every step four to eight phrases of its own, none said in two steps of one scenario', () => {
  for (const flow of playbook.scenarios) {
    const phrases = flow.steps.flatMap((step) => step.phrases.map((phrase) => phrase.zh))
    expect(new Set(phrases).size).toBe(phrases.length)
    for (const step of flow.steps) {
      expect(step.phrases.length).toBeGreaterThanOrEqual(4)
      expect(step.phrases.length).toBeLessThanOrEqual(8)
    }
  }
})

it('uses only placeholders that a speaker can fill', () => {
  const known = '品牌 工号 姓氏 业务 金额 时限 时间 单号 分钟 跟进人 故障 号码尾 期限 事项'.split(' ')
  const used = allSteps.flatMap((step) =>
    step.phrases.flatMap((p) => [...p.zh.matchAll(/\{(.+?)\}/g)].map((m) => m[1])),
  )
  for (const name of new Set(used)) expect(known).toContain(name)
})

it('calls a step critical exactly where leaving it out leaves out a critical action that is never skipped', () => {
  for (const { scenario, step, severity, actions } of allSteps) {
    const never = actions.some((a) => a.neverSkip && a.severity === 'critical' && a.level === 'required')
    const expected = step === 'closing' && scenario !== 'complaint' ? 'minor' : never ? 'critical' : 'major'
    expect([scenario, step, severity]).toEqual([scenario, step, expected])
  }
})

it('allows leaving steps out only in the callback, where a high score makes them empty', () => {
  const skippable = allSteps.filter((step) => step.skippable !== 'never').map((step) => `${step.scenario} ${step.step}`)
  expect(skippable).toEqual(['satisfaction_callback resolution', 'satisfaction_callback confirmation'])
})

it('knows 76 actions, and one action has one label everywhere', () => {
  const labels = new Map<string, string>()
  for (const action of allSteps.flatMap((step) => step.actions)) {
    expect(labels.get(action.action) ?? action.label.zh).toBe(action.label.zh)
    labels.set(action.action, action.label.zh)
  }
  expect(labels.size).toBe(76)
})

it('gives no limits while the scenario is unknown', () => {
  expect(limitsOf(playbook, undefined, 'opening')).toBeUndefined()
  expect(limitsOf(playbook, 'complaint', 'resolution')?.dwellSec.max).toBe(380)
  expect(scenarioOf(playbook, 'satisfaction_callback')?.direction).toBe('outbound')
})
