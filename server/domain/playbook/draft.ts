import { z } from 'zod'
import { isStorable } from '../ids.ts'
import { type Playbook, playbookSchema } from './playbook.ts'

const MOST_EDITS = 400
const MOST_CHARACTERS = 1_000_000

const stepSchema = z.union([z.string().regex(/^[a-z][A-Za-z]{0,29}$/), z.int().min(0).max(999)])

/** What stands at a place of a playbook from now on; a place just behind a list adds to it, `remove` takes out. */
export const draftEditSchema = z.union([
  z.strictObject({ path: z.array(stepSchema).min(1).max(10), value: z.json() }),
  z.strictObject({ path: z.array(stepSchema).min(1).max(10), remove: z.literal(true) }),
])
export type DraftEdit = z.infer<typeof draftEditSchema>
export const draftEditsSchema = z.array(draftEditSchema).min(1).max(MOST_EDITS)

/** What keeps a draft from being published: where, and what to change. */
export type DraftProblem = { path: (string | number)[]; message: string }

/** A draft that is no playbook any more, whatever is written into its fields. */
export class DraftFault extends Error {
  readonly path: string

  constructor(path: readonly PropertyKey[], message: string) {
    super(message)
    this.path = path.map(String).join('.')
  }
}

type Node = Record<string, unknown> | unknown[]
const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null

const childOf = (node: Node, step: string | number): unknown =>
  Array.isArray(node)
    ? typeof step === 'number'
      ? node[step]
      : undefined
    : Object.hasOwn(node, step)
      ? node[step]
      : undefined

const place = (parent: Node, edit: DraftEdit): void => {
  const step = edit.path.at(-1) as string | number
  const nowhere = () => new DraftFault(edit.path, 'there is no such place')
  if (Array.isArray(parent)) {
    if (typeof step !== 'number' || step > parent.length || ('remove' in edit && step >= parent.length)) throw nowhere()
    if ('remove' in edit) parent.splice(step, 1)
    else parent[step] = edit.value
    return
  }
  if (typeof step !== 'string') throw nowhere()
  if ('remove' in edit) delete parent[step]
  else parent[step] = edit.value
}

/** A copy with one edit in it; what lies beside the way there is shared. */
const withEdit = (node: unknown, edit: DraftEdit, depth: number): Node => {
  if (!isNode(node)) throw new DraftFault(edit.path, 'there is no such place')
  const copy: Node = Array.isArray(node) ? [...node] : { ...node }
  const step = edit.path[depth] as string | number
  if (depth === edit.path.length - 1) place(copy, edit)
  else (copy as Record<string | number, unknown>)[step] = withEdit(childOf(node, step), edit, depth + 1)
  return copy
}

/** The draft with edits made one after the other; the given one stays as it is. Throws a `DraftFault`. */
export const applyEdits = <T extends object>(body: T, edits: readonly DraftEdit[]): T => {
  let next: T = body
  for (const edit of edits) {
    if (edit.path[0] === 'version') throw new DraftFault(edit.path, 'a version is given when it is published')
    next = withEdit(next, edit, 0) as T
  }
  return next
}

const findUnstorable = (value: unknown, path: (string | number)[] = []): (string | number)[] | undefined => {
  if (typeof value === 'string') return isStorable(value) ? undefined : path
  if (!isNode(value)) return undefined
  for (const [key, inner] of Object.entries(value)) {
    const found = findUnstorable(inner, [...path, Array.isArray(value) ? Number(key) : key])
    if (found) return found
  }
  return undefined
}

/** A field with a wrong value can be written on; a field that is missing or of another kind can not. */
const SOFT = new Set(['custom', 'too_small', 'too_big', 'invalid_format'])

/**
 * What is still wrong with a draft. Throws a `DraftFault` where it is no playbook at all: then no page could show it, and it
 * is not to be stored.
 */
export const checkDraft = (body: unknown): { playbook: Playbook; problems: DraftProblem[] } => {
  const odd = findUnstorable(body)
  if (odd) throw new DraftFault(odd, 'must not hold NUL or lone surrogates')
  if (JSON.stringify(body).length > MOST_CHARACTERS) throw new DraftFault([], 'a playbook this long cannot be kept')
  const read = playbookSchema.safeParse(body)
  if (read.success) return { playbook: read.data, problems: [] }
  const broken = read.error.issues.find(
    ({ code, path }) => !SOFT.has(code) || path.at(-1) === 'steps' || path.join() === 'scenarios',
  )
  if (broken) throw new DraftFault(broken.path, broken.message)
  const problems = read.error.issues.map(({ path, message }) => ({ path: path as (string | number)[], message }))
  return { playbook: body as Playbook, problems }
}
