import type { Utterance } from '../call/call.ts'
import { keep, keepLast } from '../keep.ts'
import { type ParsedCue, parseCue } from '../speech/cue.ts'
import { compileRead } from '../speech/matcher.ts'
import { normalisedOf } from '../speech/normalize.ts'
import { weaken } from '../speech/weaken.ts'
import type { Step } from '../words.ts'
import type { Action, ActionUse } from './action.ts'
import type { Playbook } from './playbook.ts'

/** All wordings of an action's phrases in one text. */
const wordingsOf = ({ cues }: Action): string =>
  cues.agent
    .flatMap(({ cue }) => parseCue(cue).groups.flatMap((group) => (group.isDigits ? [] : group.literals)))
    .join('\n')

/** Steps in which an action is asked for, of any scenario and opening. */
const stepsOf = ({ scenarios, openings }: Playbook, id: string): ReadonlySet<Step> => {
  const asksFor = (uses: readonly ActionUse[]) => uses.some(({ action }) => action === id)
  const steps = scenarios.flatMap((scenario) =>
    scenario.steps.flatMap(({ step, actions }) => (asksFor(actions) ? [step] : [])),
  )
  return new Set(openings.some(({ actions }) => asksFor(actions)) ? ['opening' as const, ...steps] : steps)
}

/** How telling a hint is: its words are in phrases of no other action at all, or of none that is asked for in the same step. */
type Reach = 'anywhere' | 'in_step'
type Hint = { id: string; reach: Reach; parsed: ParsedCue }

const listHints = (playbook: Playbook): Hint[] => {
  const known = playbook.actions.map((action) => ({
    ...action,
    steps: stepsOf(playbook, action.id),
    wordings: wordingsOf(action),
  }))
  return known.flatMap((own) => {
    const others = known.filter((other) => other !== own)
    const near = others.filter(({ steps }) => [...steps].some((step) => own.steps.has(step)))
    const isOnlyOurs = (among: typeof known) => (text: string) =>
      text.length > 1 && among.every(({ wordings }) => !wordings.includes(text))
    const weakenFor = (reach: Reach, among: typeof known) =>
      own.cues.agent.flatMap(({ cue }) =>
        weaken(parseCue(cue), isOnlyOurs(among)).map((parsed) => ({ id: own.id, reach, parsed })),
      )
    return [...weakenFor('anywhere', others), ...weakenFor('in_step', near)]
  })
}

/** A generous ear for one playbook: it is asked only before somebody is blamed, so it is made when that first happens. */
const earOf = keep((playbook: Playbook) => {
  const hints = listHints(playbook)
  return { hints, matcher: compileRead(hints) }
})

/** By action, how far what was heard of it reaches. */
type Hints = ReadonlyMap<string, Reach>

const listen = keepLast((utterance: Utterance, playbook: Playbook): Hints => {
  const heard = new Map<string, Reach>()
  if (utterance.role !== 'agent') return heard
  const { matcher, hints } = earOf(playbook)
  for (const { cue } of matcher.find(normalisedOf(utterance))) {
    const { id, reach } = hints[cue] as Hint
    if (heard.get(id) !== 'anywhere') heard.set(id, reach)
  }
  return heard
})

/** What an agent may have done by an utterance, though none of its phrases was heard in it. */
export const hintsIn = (playbook: Playbook, utterance: Utterance): Hints => listen(utterance, playbook)

/** Where much hangs on the action it takes words that no other action's phrases have. */
export const mayHaveBeen = (hints: Hints, { action, severity }: ActionUse): boolean => {
  const reach = hints.get(action)
  return reach === 'anywhere' || (reach === 'in_step' && severity !== 'critical')
}
