import { expect, test } from 'vitest'
import { arrangeLines } from '#app/(desk)/playbook/draft/_back-test/arrange-lines.ts'
import type { BackTestLine } from '#server/domain/playbook/back-test/report.ts'

const line = (id: string, more: Partial<BackTestLine>): BackTestLine => ({
  id,
  rule: 'action_missed',
  before: 0,
  after: 0,
  appeared: 0,
  disappeared: 0,
  changed: 0,
  ...more,
})
const LINES = [
  line('greet', { scenario: 'inquiry', before: 9, disappeared: 9 }),
  line('dwell', { scenario: 'complaint', before: 4, after: 7, appeared: 3 }),
  line('unknown', { before: 1, after: 1, changed: 1 }),
  line('still', { scenario: 'inquiry', before: 30, after: 30 }),
]
const ids = (wanted: Partial<Parameters<typeof arrangeLines>[1]>) =>
  arrangeLines(LINES, { scenario: null, sort: 'change', isWhole: false, ...wanted }).map(({ id }) => id)

test('lines without a change are left out until they are asked for', () => {
  expect(ids({})).toEqual(['greet', 'dwell', 'unknown'])
  expect(ids({ isWhole: true })).toHaveLength(4)
})

test('one scenario is shown by itself, also the calls of which none is known', () => {
  expect(ids({ scenario: 'inquiry', isWhole: true })).toEqual(['greet', 'still'])
  expect(ids({ scenario: 'none' })).toEqual(['unknown'])
})

test('the most of a column comes first, equal lines as they came', () => {
  expect(ids({ sort: 'before', isWhole: true })).toEqual(['still', 'greet', 'dwell', 'unknown'])
  expect(ids({ sort: 'appeared' })).toEqual(['dwell', 'greet', 'unknown'])
})
