import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import type { SeededRandom } from '#server/domain/seeded-random.ts'
import { DIRECTIONS, type Direction, SCENARIOS, type Scenario, STEPS, type Step } from '#server/domain/words.ts'
import { ENDS } from '#tests/eval/read-calls.ts'

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

/** A call written as a whole; `author` is the hand it is by. What was due in it and left out is known of some authors' only. */
export type WrittenCall = {
  author: string
  scenario: Scenario
  direction: Direction
  end: (typeof ENDS)[number]
  skips?: Step[]
  lines: Line[]
}

/** The lines of `calls` are among `lines` too. */
export type Texts = { lines: Record<TextKind, string[]>; slots: Map<string, string[]>; calls: WrittenCall[] }

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

const headingSchema = z.strictObject({
  scenario: z.enum(SCENARIOS),
  direction: z.enum(DIRECTIONS),
  end: z.enum(ENDS),
  skips: z
    .string()
    .transform((text) => (text === 'none' ? [] : text.split(',')))
    .pipe(z.array(z.enum(STEPS)))
    .optional(),
})

/** `# scenario=… direction=… end=… skips=…` */
const readHeading = (text: string) =>
  headingSchema.parse(
    Object.fromEntries(
      text
        .split(' ')
        .slice(1)
        .map((part) => part.split('=')),
    ),
  )

/** `A R …`: who speaks, what it does, the words. Calls begin with a heading. */
const readAuthor = (author: string): WrittenCall[] => {
  const calls: WrittenCall[] = []
  for (const line of readLines(`calls/${author}`)) {
    const kind = KIND_OF[line.slice(0, CODE_LENGTH)]
    if (line.startsWith('#')) calls.push({ author, ...readHeading(line), lines: [] })
    else if (kind) calls.at(-1)?.lines.push({ kind, text: line.slice(CODE_LENGTH + 1) })
    else throw new Error(`tests/train/text/calls/${author}.txt: no such code: ${line}`)
  }
  return calls
}

const readCalls = (): WrittenCall[] =>
  readdirSync(path.join(FOLDER, 'calls'))
    .sort()
    .flatMap((name) => readAuthor(path.parse(name).name))

/** Hand-written utterances by what they do, one a line, with `{slots}` for what varies. */
export const readTexts = (calls: WrittenCall[] = readCalls()): Texts => {
  const said = (kind: TextKind) =>
    calls.flatMap(({ lines }) => lines.flatMap((line) => (line.kind === kind ? [line.text] : [])))
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
