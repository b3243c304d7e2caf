import { applyEdits, type DraftEdit, DraftFault } from '#server/domain/playbook/draft.ts'

type Path = (string | number)[]
const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Deeper than this a list that grew or shrank is written whole. */
const DEEPEST_LIST = 4
/** Values whose fields make sense only together. */
const WHOLE = new Set<string | number>(['due', 'confirmation', 'tests', 'legalBackward'])

function* between(path: Path, from: unknown, to: unknown): Iterable<DraftEdit> {
  if (from === to || JSON.stringify(from) === JSON.stringify(to)) return
  const isWhole = WHOLE.has(path.at(-1) ?? '')
  if (to === undefined) yield { path, remove: true }
  else if (
    !isWhole &&
    Array.isArray(from) &&
    Array.isArray(to) &&
    (from.length === to.length || path.length < DEEPEST_LIST)
  ) {
    const shared = Math.min(from.length, to.length)
    for (let index = 0; index < shared; index++) yield* between([...path, index], from[index], to[index])
    for (let index = from.length - 1; index >= shared; index--) yield { path: [...path, index], remove: true }
    for (let index = shared; index < to.length; index++) yield { path: [...path, index], value: to[index] }
  } else if (!isWhole && isObject(from) && isObject(to)) {
    for (const key of new Set([...Object.keys(from), ...Object.keys(to)]))
      yield* between([...path, key], from[key], to[key])
  } else yield { path, value: to as never }
}

/** The places by which one playbook becomes the other, each as small as it makes sense by itself. */
export const editsBetween = (from: object, to: object): DraftEdit[] =>
  [...between([], from, to)].filter(({ path }) => path[0] !== 'version')

/** Lines of the policy have none: there a scenario is a question. */
const nameOf = (value: unknown): unknown =>
  isObject(value) && !('rule' in value)
    ? (value.id ?? value.action ?? value.scenario ?? value.step ?? value.n)
    : undefined

const childOf = (node: unknown, step: string | number): unknown =>
  (node as Record<string | number, unknown> | undefined)?.[step]

/** Where a place of one playbook is in another, whose lists may be longer, shorter or in another order. */
const movePath = (path: readonly (string | number)[], from: unknown, to: unknown): Path | undefined => {
  const moved: Path = []
  let [here, there] = [from, to]
  for (const step of path) {
    let next = step
    if (typeof step === 'number' && Array.isArray(here) && Array.isArray(there)) {
      const name = nameOf(here[step])
      if (name !== undefined) next = there.findIndex((one) => nameOf(one) === name)
      else if (step >= here.length) next = there.length + step - here.length
      if (next === -1) return undefined
    }
    moved.push(next)
    here = childOf(here, step)
    there = childOf(there, next)
  }
  return moved
}

/** What was changed from `from` to `mine`, on top of another playbook. What it took out is not put in again. */
export const putOnTop = <T extends object>(from: T, mine: T, on: T): T => {
  let next = on
  for (const edit of editsBetween(from, mine)) {
    const path = movePath(edit.path, from, on)
    if (!path) continue
    try {
      next = applyEdits(next, [{ ...edit, path }])
    } catch (error) {
      if (!(error instanceof DraftFault)) throw error
    }
  }
  return next
}
