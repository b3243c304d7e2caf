import type { z } from 'zod'
import type { Playbook } from './playbook.ts'

type Path = (string | number)[]
type Report = (path: Path, message: string) => void

const findTwice = (ids: readonly string[]): number[] =>
  ids.flatMap((id, index) => (ids.indexOf(id) < index ? [index] : []))

const checkIds = (playbook: Playbook, report: Report): void => {
  const lists = ['actions', 'conditions', 'exemptions', 'orderings', 'forbidden', 'openings'] as const
  for (const list of lists)
    for (const index of findTwice(playbook[list].map(({ id }) => id)))
      report([list, index, 'id'], `${playbook[list][index]?.id} is there already: give this one an id of its own`)
  for (const index of findTwice(playbook.scenarios.map(({ scenario }) => scenario)))
    report(['scenarios', index, 'scenario'], 'each scenario stands once: take one of the two out')
}

/** Names of actions anywhere in the playbook, with where they stand. */
function* namedActions(playbook: Playbook): Iterable<{ action: string; path: Path }> {
  for (const [s, flow] of playbook.scenarios.entries()) {
    for (const [t, { actions }] of flow.steps.entries())
      for (const [i, use] of actions.entries()) yield* namedInUse(use, ['scenarios', s, 'steps', t, 'actions', i])
    for (const key of ['after', 'by'] as const)
      yield* listed(flow.confirmation?.[key] ?? [], ['scenarios', s, 'confirmation', key])
  }
  for (const [o, { actions }] of playbook.openings.entries())
    for (const [i, use] of actions.entries()) yield* namedInUse(use, ['openings', o, 'actions', i])
  for (const [o, ordering] of playbook.orderings.entries())
    for (const key of ['before', 'after'] as const) yield* listed(ordering[key], ['orderings', o, key])
  for (const [e, exemption] of playbook.exemptions.entries())
    for (const key of ['actions', 'except'] as const) yield* listed(exemption[key], ['exemptions', e, key])
  for (const [g, { actions }] of playbook.goldenSteps.entries()) yield* listed(actions, ['goldenSteps', g, 'actions'])
}

type Use = Playbook['openings'][number]['actions'][number]

function* namedInUse({ action, due }: Use, path: Path): Iterable<{ action: string; path: Path }> {
  yield { action, path: [...path, 'action'] }
  if (due.at === 'before_action') yield { action: due.action, path: [...path, 'due', 'action'] }
}

function* listed(actions: readonly string[], path: Path): Iterable<{ action: string; path: Path }> {
  for (const [index, action] of actions.entries()) yield { action, path: [...path, index] }
}

const checkReferences = (playbook: Playbook, report: Report): void => {
  const actions = new Set(playbook.actions.map(({ id }) => id))
  for (const { action, path } of namedActions(playbook))
    if (!actions.has(action)) report(path, `no action is called ${action}: add it to actions, or name another`)
  const conditions = new Set(playbook.conditions.map(({ id }) => id))
  const checkWhen = (when: string | undefined, path: Path) => {
    if (when !== undefined && !conditions.has(when))
      report(path, `no condition is called ${when}: add it to conditions, or name another`)
  }
  for (const [s, { steps }] of playbook.scenarios.entries())
    for (const [t, step] of steps.entries())
      for (const [i, { when }] of step.actions.entries())
        checkWhen(when, ['scenarios', s, 'steps', t, 'actions', i, 'when'])
  for (const [o, { actions: uses }] of playbook.openings.entries())
    for (const [i, { when }] of uses.entries()) checkWhen(when, ['openings', o, 'actions', i, 'when'])
  for (const [o, { when, unless }] of playbook.orderings.entries()) {
    checkWhen(when, ['orderings', o, 'when'])
    if (unless !== undefined && !playbook.exemptions.some(({ id }) => id === unless))
      report(['orderings', o, 'unless'], `no exemption is called ${unless}: add it to exemptions, or name another`)
  }
  checkPolicy(playbook, report)
}

const checkPolicy = (playbook: Playbook, report: Report): void => {
  const lists = [playbook.actions, playbook.orderings, playbook.forbidden]
  const known = new Set(lists.flatMap((list) => list.map(({ id }) => id)))
  for (const [index, { about }] of playbook.policy.entries())
    if (about !== undefined && !known.has(about))
      report(['policy', index, 'about'], `no action, ordering or family is called ${about}: name one that is there`)
}

const checkEvidence = (playbook: Playbook, report: Report): void => {
  for (const [index, { evidence, systemOnly, cues, events }] of playbook.actions.entries()) {
    if (systemOnly && events.length === 0)
      report(
        ['actions', index, 'events'],
        'only a fact counts here, and none is named: name one, or take systemOnly off',
      )
    if (evidence.includes('speech') && cues.agent.length + cues.customer.length === 0)
      report(
        ['actions', index, 'cues'],
        'it can be heard, but no cue says how: add one, or take speech out of evidence',
      )
  }
}

const checkLimits = (playbook: Playbook, report: Report): void => {
  for (const [s, { steps, talkSec, acwSec }] of playbook.scenarios.entries()) {
    for (const [t, { dwellSec }] of steps.entries()) {
      const { min, target, warn, max } = dwellSec
      if (!(min <= target && target <= warn && warn <= max))
        report(['scenarios', s, 'steps', t, 'dwellSec'], 'limits rise: min, target, warn, max; raise the later ones')
    }
    for (const [key, { target, warn, max }] of [['talkSec', talkSec] as const, ['acwSec', acwSec] as const])
      if (!(target <= warn && warn <= max))
        report(['scenarios', s, key], 'limits rise: target, warn, max; raise the later ones')
  }
}

/** Within one scenario no action may have to come before itself, by whatever way round. */
const checkOrder = (playbook: Playbook, report: Report): void => {
  for (const { scenario } of playbook.scenarios) {
    const later = new Map<string, Set<string>>()
    for (const [index, { before, after, scenarios }] of playbook.orderings.entries()) {
      if (!scenarios.includes(scenario)) continue
      for (const first of before) {
        const back = after.find((second) => second === first || reaches(later, second, first))
        if (back !== undefined)
          report(['orderings', index], `in ${scenario} ${first} would have to come before itself, through ${back}`)
        const known = later.get(first) ?? new Set<string>()
        for (const second of after) known.add(second)
        later.set(first, known)
      }
    }
  }
}

const reaches = (later: ReadonlyMap<string, ReadonlySet<string>>, from: string, to: string): boolean => {
  const seen = new Set<string>()
  const open = [from]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (next === to) return true
    if (seen.has(next)) continue
    seen.add(next)
    open.push(...(later.get(next) ?? []))
  }
  return false
}

/** What no field can say of itself: names that lead nowhere, circles, limits the wrong way round. */
export const checkPlaybook = (playbook: Playbook, context: z.RefinementCtx): void => {
  const report: Report = (path, message) => context.addIssue({ code: 'custom', path, message })
  checkIds(playbook, report)
  // A playbook of an earlier build names its actions without describing any.
  if (playbook.actions.length > 0) checkReferences(playbook, report)
  checkEvidence(playbook, report)
  checkLimits(playbook, report)
  checkOrder(playbook, report)
}
