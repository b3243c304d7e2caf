import type { Playbook } from '#server/domain/playbook/playbook.ts'

/** One difference. A path goes by names, not places: `scenarios`, `complaint`, `steps`, `opening`, `dwellSec`, `warn`. */
export type Change = { path: string[]; from?: unknown; to?: unknown }

type Item = Record<string, unknown>

/** Lists whose members have a name of their own; all other lists are told by what was put in and taken out. */
const NAMES: Record<string, readonly string[]> = {
  scenarios: ['scenario'],
  steps: ['step'],
  actions: ['id', 'action'],
  conditions: ['id'],
  exemptions: ['id'],
  orderings: ['id'],
  forbidden: ['id'],
  openings: ['id'],
  goldenSteps: ['n'],
}

const isItem = (value: unknown): value is Item => typeof value === 'object' && value !== null && !Array.isArray(value)
const keys = new WeakMap<object, string>()

/** JSON that does not depend on the order of keys; made once an object, since the pages share what did not change. */
const keyOf = (value: unknown): string => {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? ''
  const known = keys.get(value)
  if (known !== undefined) return known
  const made = Array.isArray(value)
    ? `[${value.map(keyOf).join()}]`
    : `{${Object.entries(value)
        .filter(([, inner]) => inner !== undefined)
        .sort(([one], [other]) => (one < other ? -1 : 1))
        .map(([key, inner]) => `${JSON.stringify(key)}:${keyOf(inner)}`)
        .join()}}`
  keys.set(value, made)
  return made
}

const nameOf = (list: string, value: unknown): string | undefined => {
  if (!isItem(value)) return undefined
  const field = NAMES[list]?.find((one) => value[one] !== undefined)
  return field === undefined ? undefined : String(value[field])
}

const named = (list: string, values: readonly unknown[]): Map<string, unknown> | undefined => {
  const entries = values.map((value) => [nameOf(list, value), value] as const)
  return entries.every((entry): entry is readonly [string, unknown] => entry[0] !== undefined)
    ? new Map(entries)
    : undefined
}

function* diffNamed(path: string[], from: Map<string, unknown>, to: Map<string, unknown>): Iterable<Change> {
  for (const [name, before] of from)
    if (to.has(name)) yield* diffValues([...path, name], before, to.get(name))
    else yield { path: [...path, name], from: before }
  for (const [name, after] of to) if (!from.has(name)) yield { path: [...path, name], to: after }
  const stay = (one: Map<string, unknown>, other: Map<string, unknown>) =>
    [...one.keys()].filter((name) => other.has(name))
  const [before, after] = [stay(from, to), stay(to, from)]
  if (before.join('\n') !== after.join('\n')) yield { path: [...path, 'order'], from: before, to: after }
}

/** A way of knowing that stayed of its kind is told field by field: of many cues only the one that changed. */
const kindOfTest = (path: readonly string[], value: unknown): string | undefined =>
  path.at(-1) === 'tests' && isItem(value) && typeof value.by === 'string' ? value.by : undefined

/** What was put in and taken out; one for one in the same place is a change. */
function* diffPlain(path: string[], from: readonly unknown[], to: readonly unknown[]): Iterable<Change> {
  const [before, after] = [from.map(keyOf), to.map(keyOf)]
  const gone = from.filter((_, index) => !after.includes(before[index] ?? ''))
  const come = to.filter((_, index) => !before.includes(after[index] ?? ''))
  if (gone.length === 0 && come.length === 0) {
    if (before.join('\n') !== after.join('\n')) yield { path: [...path, 'order'], from: [...from], to: [...to] }
    return
  }
  const paired = gone.length === come.length ? gone.length : 0
  for (let index = 0; index < paired; index++) {
    const kind = kindOfTest(path, gone[index])
    if (kind !== undefined && kind === kindOfTest(path, come[index]))
      yield* diffValues([...path, kind], gone[index], come[index])
    else yield { path, from: gone[index], to: come[index] }
  }
  for (const value of gone.slice(paired)) yield { path, from: value }
  for (const value of come.slice(paired)) yield { path, to: value }
}

function* diffValues(path: string[], from: unknown, to: unknown): Iterable<Change> {
  if (from === to || keyOf(from) === keyOf(to)) return
  const list = path.at(-1) ?? ''
  if (Array.isArray(from) && Array.isArray(to)) {
    const [before, after] = [named(list, from), named(list, to)]
    yield* before && after ? diffNamed(path, before, after) : diffPlain(path, from, to)
    return
  }
  const isWhole = list === 'due' || list === 'confirmation' || !isItem(from) || !isItem(to)
  if (isWhole) {
    yield { path, ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) }
    return
  }
  for (const key of new Set([...Object.keys(from), ...Object.keys(to)]))
    yield* diffValues([...path, key], from[key], to[key])
}

/** What differs, in the order of the playbook; its own version number does not. */
export const diffPlaybooks = (from: Playbook, to: Playbook): Change[] => [
  ...diffValues([], { ...from, version: 0 }, { ...to, version: 0 }),
]
