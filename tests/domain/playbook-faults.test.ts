import { expect, it } from 'vitest'
import { shippedPlaybook } from '#server/domain/playbook/load.ts'
import { type Playbook, playbookSchema } from '#server/domain/playbook/playbook.ts'

/** The shipped playbook with something spoilt. */
const spoilt = (spoil: (playbook: Playbook) => void): string[] => {
  const playbook = structuredClone(shippedPlaybook())
  spoil(playbook)
  const { error } = playbookSchema.safeParse(playbook)
  return (error?.issues ?? []).map(({ path, message }) => `${path.join('.')}: ${message}`)
}

const first = <T>(list: readonly T[]): T => {
  if (list[0] === undefined) throw new Error('the list is empty')
  return list[0]
}

it('takes the shipped playbook as it is, also after it was stored', () => {
  expect(spoilt(() => undefined)).toEqual([])
  expect(playbookSchema.parse(JSON.parse(JSON.stringify(shippedPlaybook())))).toEqual(shippedPlaybook())
})

it('takes a playbook of a build that described no actions, and judges none by it', () => {
  const { version, legalBackward, scenarios } = structuredClone(shippedPlaybook())
  const bare = scenarios.map(({ confirmation: _, ...flow }) => ({
    ...flow,
    steps: flow.steps.map((step) => ({
      ...step,
      actions: step.actions.map(({ due: _due, matchFrom: _from, ...use }) => use),
    })),
  }))
  const parsed = playbookSchema.parse({ version, legalBackward, scenarios: bare })
  expect(parsed.actions).toEqual([])
  expect(parsed.policy).toEqual([])
  expect(first(first(first(parsed.scenarios).steps).actions)).toMatchObject({
    due: { at: 'step_exit' },
    matchFrom: 'step_start',
  })
})

it.each<[string, (playbook: Playbook) => void, string]>([
  [
    'an action nobody described',
    (p) => Object.assign(first(first(first(p.scenarios).steps).actions), { action: 'NO_SUCH' }),
    'scenarios.0.steps.0.actions.0.action: no action is called NO_SUCH: add it to actions, or name another',
  ],
  [
    'a condition nobody described',
    (p) => Object.assign(first(p.orderings), { when: 'moon_full' }),
    'orderings.0.when: no condition is called moon_full: add it to conditions, or name another',
  ],
  [
    'an exemption nobody described',
    (p) => Object.assign(first(p.orderings), { unless: 'holiday' }),
    'orderings.0.unless: no exemption is called holiday: add it to exemptions, or name another',
  ],
  [
    'one id twice',
    (p) => p.actions.push(structuredClone(first(p.actions))),
    'actions.76.id: OPEN_GREET is there already: give this one an id of its own',
  ],
  [
    'an order that runs in a circle',
    (p) =>
      p.orderings.push({
        ...structuredClone(first(p.orderings)),
        id: 'ORD_BACK',
        before: ['RES_SUBMIT'],
        after: ['NEED_ID_VERIFY'],
        scenarios: ['business_handling'],
      }),
    'orderings.14: in business_handling RES_SUBMIT would have to come before itself, through NEED_ID_VERIFY',
  ],
  [
    'limits the wrong way round',
    (p) => Object.assign(first(first(p.scenarios).steps).dwellSec, { max: 1 }),
    'scenarios.0.steps.0.dwellSec: limits rise: min, target, warn, max; raise the later ones',
  ],
  [
    'a fact only would count where none is named',
    (p) => Object.assign(first(p.actions), { systemOnly: true }),
    'actions.0.events: only a fact counts here, and none is named: name one, or take systemOnly off',
  ],
])('refuses %s, and says where and what to change', (_, spoil, expected) => {
  expect(spoilt(spoil)).toContain(expected)
})

it('refuses a cue it cannot read, one that asks for too much, and a fact nobody knows', () => {
  const withCue = (cue: string) => spoilt((p) => first(p.actions).cues.agent.push({ cue }))
  expect(withCue('(您好)+ …')[0]).toMatch(/^actions\.0\.cues\.agent\.1\.cue: .*say how many characters/)
  expect(withCue('您好 …99 请问')[0]).toMatch(/at most 40 characters/)
  expect(spoilt((p) => first(p.actions).events.push('order.guessed' as never))[0]).toMatch(/^actions\.0\.events\.0: /)
})
