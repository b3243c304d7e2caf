import { readFileSync } from 'node:fs'
import path from 'node:path'
import type { SeededRandom } from '#server/domain/seeded-random.ts'

const FOLDER = path.join(import.meta.dirname, 'text')

const readLines = (name: string): string[] =>
  readFileSync(path.join(FOLDER, `${name}.txt`), 'utf8')
    .split('\n')
    .filter(Boolean)

const KINDS = [
  'opening',
  'need_identification',
  'resolution',
  'confirmation',
  'closing',
  'none',
  'customer_need',
  'customer_other',
] as const
export type TextKind = (typeof KINDS)[number]

/** One thing said; `kind` is what it does. */
export type Line = { kind: TextKind; text: string }

/** `calls` are whole calls written as such, whose lines are among `lines` too. */
export type Texts = { lines: Record<TextKind, string[]>; slots: Map<string, string[]>; calls: Line[][] }

const KIND_OF: Record<string, TextKind> = {
  'A O': 'opening',
  'A N': 'need_identification',
  'A R': 'resolution',
  'A F': 'confirmation',
  'A C': 'closing',
  'A -': 'none',
  'C n': 'customer_need',
  'C -': 'customer_other',
}
const CODE_LENGTH = 3

/** `A R …`: who speaks, what it does, the words. Calls begin with a line that begins with `#`. */
const readCalls = (): Line[][] => {
  const calls: Line[][] = []
  for (const line of readLines('calls')) {
    const kind = KIND_OF[line.slice(0, CODE_LENGTH)]
    if (line.startsWith('#')) calls.push([])
    else if (kind) calls.at(-1)?.push({ kind, text: line.slice(CODE_LENGTH + 1) })
    else throw new Error(`tests/train/text/calls.txt: no such code: ${line}`)
  }
  return calls
}

/** Hand-written utterances by what they do, one a line, with `{slots}` for what varies. */
export const readTexts = (): Texts => {
  const calls = readCalls()
  const said = (kind: TextKind) => calls.flat().flatMap((line) => (line.kind === kind ? [line.text] : []))
  return {
    lines: Object.fromEntries(KINDS.map((kind) => [kind, [...readLines(kind), ...said(kind)]])) as Record<
      TextKind,
      string[]
    >,
    calls,
    slots: new Map(
      readLines('slots').map((line) => {
        const [name = '', values = ''] = line.split('=')
        return [name, values.split('|')]
      }),
    ),
  }
}

/** One utterance of a kind, its slots filled. */
export const pickText = (random: SeededRandom, { lines, slots }: Texts, kind: TextKind): string =>
  random.pick(lines[kind]).replace(/\{(.+?)\}/g, (_, name: string) => random.pick(slots.get(name) ?? ['']))
