import type { ActionUse } from '#server/domain/playbook/action.ts'
import type { Playbook } from '#server/domain/playbook/playbook.ts'
import type { Scenario } from '#server/domain/words.ts'

/** What a playbook is searched in: a word that all of its parts hold. */
export type Found = {
  /** Whether an action, as it stands in a step, holds the words. */
  holds(use: ActionUse): boolean
  holdsText(...texts: readonly (string | undefined)[]): boolean
  /** Actions and phrases found in a flow. */
  counts: Record<Scenario, number>
}

const plain = (text: string) => text.normalize('NFKC').toLowerCase()

/** Looks for words, all of which must be there, in labels, ids, notes, phrases and cues. Undefined without a word. */
export const searchPlaybook = (playbook: Playbook, query: string): Found | undefined => {
  const words = plain(query).split(/\s+/).filter(Boolean)
  if (words.length === 0) return undefined
  const hold = (texts: readonly (string | undefined)[]) => {
    const all = plain(texts.filter(Boolean).join('\n'))
    return words.every((word) => all.includes(word))
  }
  const described = new Map(
    playbook.actions.map(({ id, label, phrase, note, cues }) => [
      id,
      [id, label.zh, label.en, phrase, note, ...[...cues.agent, ...cues.customer].map(({ cue }) => cue)],
    ]),
  )
  const found = new Map<string, boolean>()
  const holds = ({ action, label }: ActionUse): boolean => {
    const key = `${action}\n${label.zh}`
    const known = found.get(key)
    if (known !== undefined) return known
    const is = hold([label.zh, label.en, ...(described.get(action) ?? [action])])
    found.set(key, is)
    return is
  }
  const count = (flow: Playbook['scenarios'][number]) =>
    flow.steps
      .map(
        ({ actions, phrases }) => actions.filter(holds).length + phrases.filter(({ zh, en }) => hold([zh, en])).length,
      )
      .reduce((sum, one) => sum + one, 0)
  const counts = Object.fromEntries(playbook.scenarios.map((flow) => [flow.scenario, count(flow)]))
  return { holds, holdsText: (...texts) => hold(texts), counts: counts as Found['counts'] }
}
