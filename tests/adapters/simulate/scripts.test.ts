import { expect, test } from 'vitest'
import { inventCustomer } from '#server/adapters/simulate/customer.ts'
import { scriptOf } from '#server/adapters/simulate/scripts.ts'
import { fillWords } from '#server/adapters/simulate/speech.ts'
import { meaningsOf } from '#server/domain/playbook/compiled.ts'
import { shippedPlaybook } from '#server/domain/playbook/load.ts'
import { createRandom } from '#server/domain/seeded-random.ts'
import { SCENARIOS, STEPS } from '#server/domain/words.ts'
import type { PlannedCall } from '#tests/eval/alerts/plan.ts'
import { playTraffic } from '#tests/eval/alerts/traffic.ts'
import { watchFloor } from '#tests/eval/alerts/watch-floor.ts'

const playbook = shippedPlaybook()
const NOBODY: ReadonlySet<string> = new Set()

test('every sentence of a script does what it is there for, in each of its wordings, and nothing that is forbidden', () => {
  const wrong: string[] = []
  for (const scenario of SCENARIOS)
    for (const step of STEPS)
      for (const part of scriptOf(scenario, step, NOBODY)) {
        if (part.do !== 'say') continue
        for (const text of part.texts)
          for (const seed of ['1', '2', '3', '4', '5', '6']) {
            const said = fillWords(text, { ...inventCustomer(createRandom(seed), scenario).words, 工号: '3082' })
            const utterance = { utteranceId: 'u', revision: 0, isFinal: true, role: part.role, text: said, at: 0 }
            const keys = meaningsOf(playbook, utterance).map(({ kind, id }) => `${kind} ${id}`)
            for (const action of part.does)
              if (!keys.includes(`action ${action}`)) wrong.push(`${scenario} ${action}: ${said}`)
            for (const key of keys) if (key.startsWith('forbidden')) wrong.push(`${scenario} ${key}: ${said}`)
          }
      }
  expect([...new Set(wrong)]).toEqual([])
})

/** Even agents work with a script that tells the steps. */
const played = (calls: readonly PlannedCall[]) =>
  watchFloor(
    playTraffic({
      seed: 'scripts',
      startAt: '2026-11-23T01:00:00.000Z',
      hours: 1,
      agents: 40,
      noise: 0,
      calls: [...calls],
    }),
  )
    // What the customer says is not the agent's doing.
    .met.filter(({ verdict }) => verdict.rule !== 'complaint_level')
    .map(({ verdict: { rule, about, step } }) => `${rule} ${about?.id ?? step ?? ''}`)

test('an agent who leaves nothing out gets no mark, and one who leaves an action out gets that one', () => {
  const whole = SCENARIOS.flatMap((scenario, i) =>
    [1, 2, 3].map((n): PlannedCall => ({ agent: 6 * i + 2 * n, scenario })),
  )
  expect(played(whole)).toEqual([])
  const careless = played([
    { agent: 2, scenario: 'inquiry', omit: ['RES_CHECK_UNDERSTOOD'] },
    { agent: 4, scenario: 'complaint', omit: ['NEED_APOLOGY'] },
    // That somebody tells consents is known from the call before.
    { agent: 6, scenario: 'business_handling' },
    { agent: 6, scenario: 'business_handling', omit: ['RES_EXPLICIT_CONSENT'] },
  ])
  expect(careless).toContain('action_missed RES_CHECK_UNDERSTOOD')
  expect(careless).toContain('action_missed NEED_APOLOGY')
  expect(careless).toContain('action_order ORD_CONSENT_BEFORE_SUBMIT')
})
