import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Call } from '#server/domain/call/call.ts'
import { addEntry, beginFold } from '#server/domain/call/fold.ts'
import { judge } from '#server/domain/call/judge.ts'
import { readLevels } from '#server/domain/call/levels.ts'
import { readCall } from '#server/domain/call/reading.ts'
import type { Entry } from '#server/domain/entry.ts'
import { lawOf, settingsOf } from '#server/domain/feed/law-book.ts'
import { createRandom } from '#server/domain/seeded-random.ts'
import { book, call } from '#tests/support/scenario.ts'
import { makeCall } from '#tests/train/make-call.ts'
import { readTexts } from '#tests/train/texts.ts'
import { arbitraryDelivery } from './arbitrary-call.ts'

const readAll = (call: Call) => {
  const law = lawOf(book, call)
  const { segments } = readCall(call, law)
  return { segments, levels: readLevels(call), judged: judge(call, law, call.lastAt) }
}

/** What is kept of a call while it is read again and again is kept by the call: a copy of it is read from nothing. */
const expectSameFromNothing = (entries: readonly Entry[]) => {
  const fold = beginFold('f', 'c1', entries[0]?.at ?? 0)
  for (const entry of entries) {
    addEntry(fold, entry, 'time', settingsOf(book, fold.call))
    expect(readAll(fold.call)).toEqual(readAll(structuredClone(fold.call)))
  }
}

test('[ACTION-10] read after every entry, a call reads as it does from nothing, in whatever order its entries come', () => {
  fc.assert(
    fc.property(arbitraryDelivery, ([, delivered]) => expectSameFromNothing(delivered)),
    { numRuns: Number(process.env.FOLD_CASES ?? 1000) / 10 },
  )
})

test('[ACTION-10] so does a whole talk, with a hold, a script, a system and a transfer in it', () => {
  const random = createRandom('read anew')
  const texts = readTexts()
  for (const queue of ['complaint', 'inquiry', 'callback', 'unknown']) {
    const story = call().offered(0).queued(0, queue).rings(1, '1001').answers(2).listens(2)
    makeCall(random, texts).forEach(({ kind, text }, index) => {
      story.says(3 + index * 6, text, { role: kind.startsWith('customer') ? 'customer' : 'agent' })
      if (index === 4) story.hold(28, 30)
      if (index === 6) story.fact(40, 'identity.verified', true)
      if (index === 8 && queue === 'inquiry') story.step(52, 'resolution')
      if (index === 10) story.transfers(64, 'blind').rings(64, '1002').answers(65).listens(65)
    })
    expectSameFromNothing(story.hangsUp(200, 'agent').entries())
  }
})

test('[ACTION-10] so does what falls due only after the last words, once further words show that one still listens', () => {
  const story = call().offered(0).queued(0, 'complaint').rings(1, '1001').answers(2).listens(2)
  story.step(3, 'opening').step(10, 'need_identification').agent(20, '嗯').agent(30, '嗯').agent(40, '嗯')
  expectSameFromNothing(story.entries())
})
