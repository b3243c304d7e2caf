import { describe, expect, it } from 'vitest'
import { findMeanings } from '#server/domain/playbook/compiled.ts'
import { shippedPlaybook } from '#server/domain/playbook/load.ts'
import { ACTION_EXAMPLES, FORBIDDEN_EXAMPLES } from './playbook-examples.ts'

const playbook = shippedPlaybook()

const heardIn = (role: string, text: string, kind: string): string[] =>
  findMeanings(playbook, role, text)
    .filter((hit) => hit.kind === kind)
    .map(({ id }) => id)

it('has sentences for every action that can be heard and every family of forbidden words', () => {
  const spoken = playbook.actions.filter(({ evidence }) => evidence.includes('speech')).map(({ id }) => id)
  expect(Object.keys(ACTION_EXAMPLES).sort()).toEqual(spoken.sort())
  expect(Object.keys(FORBIDDEN_EXAMPLES).sort()).toEqual(playbook.forbidden.map(({ id }) => id).sort())
})

describe.each(Object.entries(ACTION_EXAMPLES))('%s', (action, { agent = [], customer = [], not = [] }) => {
  it('is heard in its own sentences, and in none of the others', () => {
    for (const text of agent) expect([text, heardIn('agent', text, 'action').includes(action)]).toEqual([text, true])
    for (const text of customer)
      expect([text, heardIn('customer', text, 'action').includes(action)]).toEqual([text, true])
    for (const text of not)
      for (const role of ['agent', 'customer'])
        expect([text, heardIn(role, text, 'action').includes(action)]).toEqual([text, false])
  })
})

describe.each(Object.entries(FORBIDDEN_EXAMPLES))('%s', (family, { bad, fine }) => {
  it('is heard in what nobody should say, and not in what stands near it', () => {
    for (const text of bad) expect([text, heardIn('agent', text, 'forbidden').includes(family)]).toEqual([text, true])
    for (const text of fine) expect([text, heardIn('agent', text, 'forbidden')]).toEqual([text, []])
  })
})

it('forbids nothing the playbook itself proposes, nor what customers say', () => {
  const proposed = [
    ...playbook.scenarios.flatMap(({ steps }) => steps.flatMap(({ phrases }) => phrases.map(({ zh }) => zh))),
    ...playbook.openings.flatMap(({ phrases }) => phrases.map(({ zh }) => zh)),
    ...playbook.actions.flatMap(({ phrase }) => phrase ?? []),
    ...playbook.forbidden.map(({ rewrite }) => rewrite.zh ?? ''),
  ]
  for (const text of proposed) expect([text, heardIn('agent', text, 'forbidden')]).toEqual([text, []])
  expect(heardIn('customer', '你去投诉吧', 'forbidden')).toEqual([])
})
