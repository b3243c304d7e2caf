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

export type Texts = { lines: Record<TextKind, string[]>; slots: Map<string, string[]> }

/** Hand-written utterances by what they do, one a line, with `{slots}` for what varies. */
export const readTexts = (): Texts => ({
  lines: Object.fromEntries(KINDS.map((kind) => [kind, readLines(kind)])) as Record<TextKind, string[]>,
  slots: new Map(
    readLines('slots').map((line) => {
      const [name = '', values = ''] = line.split('=')
      return [name, values.split('|')]
    }),
  ),
})

/** One utterance of a kind, its slots filled. */
export const pickText = (random: SeededRandom, { lines, slots }: Texts, kind: TextKind): string =>
  random.pick(lines[kind]).replace(/\{(.+?)\}/g, (_, name: string) => random.pick(slots.get(name) ?? ['']))
