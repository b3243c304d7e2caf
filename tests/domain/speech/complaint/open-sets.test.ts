import { expect, test } from 'vitest'
import { readCalls } from '#tests/eval/read-calls.ts'
import { read, say } from './say.ts'

const FOLDER = 'tests/eval/sets/open'

const peaksOf = (file: string): { wanted: number; reached: number }[] =>
  readCalls(`${FOLDER}/${file}.jsonl`).map(({ lines, peak = 0 }) => ({
    wanted: peak,
    reached: read(lines.map(({ role, text, atMs }, index) => say(text, { role, at: atMs ?? index }))).peak,
  }))

const share = (all: readonly { wanted: number; reached: number }[], atLeast: number): number =>
  all.filter(({ reached }) => reached >= atLeast).length / all.length

test('[CMPL-3] of the harmless sentences that words were tuned on, hardly one reaches 2', () => {
  const harmless = peaksOf('sentences').filter(({ wanted }) => wanted <= 1)
  expect(share(harmless, 2)).toBeLessThanOrEqual(0.01)
  expect(share(harmless, 3)).toBeLessThanOrEqual(0.005)
})

test.each([
  ['escalations', 0.95],
  // What points were set by: the model, which was not, takes some of it away.
  ['phrases', 0.92],
])('[CMPL-2] nearly all who go further in %s are found', (file, least) => {
  const all = peaksOf(file)
  const further = all.filter(({ wanted }) => wanted >= 3)
  expect(share(further, 3)).toBeGreaterThanOrEqual(least)
  expect(
    share(
      all.filter(({ wanted }) => wanted <= 1),
      2,
    ),
  ).toBeLessThanOrEqual(0.03)
})
