import type { DraftProblem } from '#server/domain/playbook/draft.ts'
import type { Playbook } from '#server/domain/playbook/playbook.ts'
import type { Scenario, Step } from '#server/domain/words.ts'
import { LIST_PARTS, type Part } from '../search-params.ts'

type Path = DraftProblem['path']
type Named = { id?: unknown; action?: unknown; scenario?: unknown; step?: unknown; n?: unknown; rule?: unknown }

/** What a member of a list is called in a path of names; its place from 1 where it has no name. */
const nameIn = (list: unknown, step: string | number): string => {
  if (!Array.isArray(list)) return String(step)
  const { id, action, scenario, step: name, n, rule } = (list[Number(step)] ?? {}) as Named
  // A line of the policy names what it is about, not itself.
  const found = rule === undefined ? (id ?? action ?? scenario ?? name ?? n) : undefined
  return found === undefined ? String(Number(step) + 1) : String(found)
}

/** The way to a problem by names instead of places, as differences of playbooks have it. */
export const namePath = (playbook: Playbook, path: Path): string[] => {
  let node: unknown = playbook
  return path.map((step) => {
    const name = nameIn(node, step)
    node = (node as Record<string | number, unknown> | undefined)?.[step]
    return name
  })
}

type Place = { part: Part; scenario?: Scenario; step?: Step; item?: string | null }

/** Which form of the draft holds a place; undefined where none does. */
export const formOf = (playbook: Playbook, path: Path): Place | undefined => {
  const [list, at, key, inner] = path
  if (list === 'scenarios') {
    const flow = playbook.scenarios[Number(at)]
    const step = key === 'steps' ? flow?.steps[Number(inner)]?.step : undefined
    if (!flow) return undefined
    return step ? { part: 'flow', scenario: flow.scenario, step } : { part: 'call', scenario: flow.scenario }
  }
  const part = LIST_PARTS.find((one) => one === list)
  if (!part || at === undefined) return undefined
  return { part, item: part === 'policy' ? null : nameIn(playbook[part], at) }
}
