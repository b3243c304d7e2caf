import type { DraftEdit } from '#server/domain/playbook/draft.ts'

type Path = (string | number)[]
const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Deeper than this a place is written whole: a step of a flow, an action, an order. */
const DEEPEST = 4

function* between(path: Path, from: unknown, to: unknown): Iterable<DraftEdit> {
  if (from === to || JSON.stringify(from) === JSON.stringify(to)) return
  if (to === undefined) yield { path, remove: true }
  else if (path.length < DEEPEST && Array.isArray(from) && Array.isArray(to)) {
    const shared = Math.min(from.length, to.length)
    for (let index = 0; index < shared; index++) yield* between([...path, index], from[index], to[index])
    for (let index = from.length - 1; index >= shared; index--) yield { path: [...path, index], remove: true }
    for (let index = shared; index < to.length; index++) yield { path: [...path, index], value: to[index] }
  } else if (path.length < DEEPEST && isObject(from) && isObject(to)) {
    for (const key of new Set([...Object.keys(from), ...Object.keys(to)]))
      yield* between([...path, key], from[key], to[key])
  } else yield { path, value: to as never }
}

/** The places by which one playbook becomes the other, few and small enough to be sent in parts. */
export const editsBetween = (from: object, to: object): DraftEdit[] =>
  [...between([], from, to)].filter(({ path }) => path[0] !== 'version')
