import fc from 'fast-check'
import { expect, test } from 'vitest'
import { addEntry, beginFold, foldCall } from '#server/domain/call/fold.ts'
import { judge } from '#server/domain/call/judge.ts'
import { levelAt } from '#server/domain/call/levels.ts'
import type { Entry, FeedOrder } from '#server/domain/entry.ts'
import { lawOf, settingsOf } from '#server/domain/feed/law-book.ts'
import { testBook } from '#tests/support/law-book.ts'
import { arbitraryDelivery } from './arbitrary-call.ts'

const numRuns = Number(process.env.FOLD_CASES ?? 1000)
const TIMEOUT_MS = 60_000 + numRuns * 100
const book = testBook([{ kind: 'queue', key: 'complaint', scenario: 'complaint' }])
const settings = settingsOf(book, undefined)
const END = Number.MAX_SAFE_INTEGER

const foldOneByOne = (entries: readonly Entry[], order: FeedOrder) => {
  const fold = beginFold('f', 'c1', entries[0]?.at ?? 0)
  for (const entry of entries) addEntry(fold, entry, order, settings)
  return fold.call
}

for (const order of ['time', 'seq'] as const) {
  test(
    `[FOLD-1] a shuffled, doubled and late log by ${order} folds to the same call, steps, levels and verdicts`,
    () => {
      fc.assert(
        fc.property(arbitraryDelivery, ([log, delivered]) => {
          const expected = foldCall('f', 'c1', log, order, settings).call
          const call = foldOneByOne(delivered, order)
          expect(call).toEqual(expected)
          expect(levelAt(call, END)).toEqual(levelAt(expected, END))
          expect(judge(call, lawOf(book, call), END)).toEqual(judge(expected, lawOf(book, expected), END))
        }),
        { numRuns },
      )
    },
    TIMEOUT_MS,
  )
}

test('[FOLD-1] what the owner tells in order is folded on top, never anew', () => {
  fc.assert(
    fc.property(arbitraryDelivery, ([log]) => {
      const fold = beginFold('f', 'c1', log[0]?.at ?? 0)
      const told = log.filter((entry) => entry.origin === 'owner' && entry.source === 'feed')
      for (const entry of told) addEntry(fold, entry, 'seq', settings)
      expect(fold.refolds).toBe(0)
    }),
    { numRuns: 200 },
  )
})
