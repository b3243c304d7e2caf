import { readFileSync } from 'node:fs'
import path from 'node:path'
import type { SeededRandom } from '#server/domain/seeded-random.ts'
import { COMPLAINT_CLASSES } from '#server/domain/speech/complaint/judge.ts'
import { readTexts } from '../texts.ts'

const FOLDER = path.join(import.meta.dirname, '../text/complaint')

/** A customer's line; `family` is the construction it is an example of, `label` the level it reaches by itself. */
export type ComplaintLine = { text: string; family: string; label: number }

/** `ordinary`: short things customers say in calls that are no complaints. */
export type ComplaintTexts = {
  lines: ComplaintLine[]
  ordinary: readonly string[]
  slots: ReadonlyMap<string, readonly string[]>
}

const readLines = (name: string): string[] =>
  readFileSync(path.join(FOLDER, `${name}.txt`), 'utf8')
    .split('\n')
    .filter(Boolean)

const HEADING = '# '

const readClass = (name: string, label: number): ComplaintLine[] => {
  let family = name
  return readLines(name).flatMap((text) => {
    if (!text.startsWith(HEADING)) return [{ text, family, label }]
    family = `${name}/${text.slice(HEADING.length)}`
    return []
  })
}

/** Longer ones are written on purpose. */
const SHORT = 10

const readOrdinary = (): string[] => {
  const said = readTexts()
    .calls.filter(({ scenario }) => scenario !== 'complaint')
    .flatMap(({ lines }) => lines.filter(({ kind }) => kind === 'customer_other').map(({ text }) => text))
  return [...new Set(said)].filter(({ length }) => length <= SHORT)
}

export const readComplaintTexts = (): ComplaintTexts => ({
  lines: COMPLAINT_CLASSES.flatMap(readClass),
  ordinary: readOrdinary(),
  slots: new Map(
    readLines('slots').map((line) => {
      const [name = '', values = ''] = line.split('=')
      return [name, values.split('|')]
    }),
  ),
})

const SLOT = /\{(.+?)\}/g

/** One of the sentences a line stands for. */
export const fillSlots = (random: SeededRandom, text: string, slots: ComplaintTexts['slots']): string =>
  text.replace(SLOT, (_, name: string) => random.pick(slots.get(name) ?? ['']))

/** A line with each value of its slots at least once. */
export const listSentences = (text: string, slots: ComplaintTexts['slots']): string[] => {
  const most = Math.max(1, ...[...text.matchAll(SLOT)].map(([, name = '']) => slots.get(name)?.length ?? 1))
  return Array.from({ length: most }, (_, index) =>
    text.replace(SLOT, (__, name: string) => {
      const values = slots.get(name) ?? ['']
      return values[index % values.length] ?? ''
    }),
  )
}
