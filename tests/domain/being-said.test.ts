import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Call } from '#server/domain/call/call.ts'
import { addEntry, beginFold } from '#server/domain/call/fold.ts'
import { judge } from '#server/domain/call/judge.ts'
import { readCall } from '#server/domain/call/reading.ts'
import type { Entry } from '#server/domain/entry.ts'
import { FeedFold } from '#server/domain/feed/feed-fold.ts'
import { lawOf, settingsOf } from '#server/domain/feed/law-book.ts'
import { answeredComplaint, book, type CallStory } from '#tests/support/scenario.ts'

const END = Number.MAX_SAFE_INTEGER
const CLOSING = '请问还有其他可以帮'

const heard = () =>
  answeredComplaint()
    .listens(10)
    .agent(12, '您好，这里是蓝海通信客服，工号3082，请问有什么可以帮您')
    .customer(18, '我的宽带断了三天了，一直没人管')
    .agent(40, '我帮您查一下，核实下来是小区线路的问题')
    .agent(60, '我给您申请安排师傅上门处理')

const begins = (story: CallStory, second: number, text: string, more = {}) =>
  story.says(second, text, { utteranceId: 'open', isFinal: false, role: 'agent', ...more })
const asking = () => begins(heard(), 70, CLOSING)

const readingOf = (call: Call) => readCall(call, lawOf(book, call)).segments
const beingSaid = (story: CallStory) => readingOf(story.fold()).at(-1)?.beingSaid
const withoutIt = (call: Call) => readingOf(call).map((one) => ({ ...one, beingSaid: undefined }))
const judgedAtEnd = (call: Call) => judge(call, lawOf(book, call), END)

test('[SPEECH-13] words an agent is still saying mark the step they surely say, and change nothing that is read or judged', () => {
  const without = heard().fold()
  const call = asking().fold()
  expect(readingOf(call)[0]).toMatchObject({ beingSaid: 'closing', current: 'resolution' })
  expect(readingOf(call)[0]?.steps.closing).toMatchObject({ status: 'pending', evidence: [] })
  expect(withoutIt(call)).toEqual(withoutIt(without))
  expect(judgedAtEnd(call)).toEqual(judgedAtEnd(without))
})

test('[SPEECH-13] words that nobody heard the end of are judged as if nobody had heard them at all', () => {
  const silent = () => answeredComplaint().listens(10)
  const call = begins(silent(), 14, '您好，这里是蓝海通信客服').hangsUp(60, 'agent').fold()
  const without = silent().hangsUp(60, 'agent').fold()
  expect(withoutIt(call)).toEqual(withoutIt(without))
  expect(judgedAtEnd(call)).toEqual(judgedAtEnd(without))
})

test('[SPEECH-13] the very first words of a call are marked too', () => {
  expect(beingSaid(begins(answeredComplaint().listens(10), 12, '您好，这里是蓝海通信客服，工号'))).toBe('opening')
})

test('[SPEECH-13] what says no step surely, what the customer says, and the step the call is in anyway are not marked', () => {
  expect(beingSaid(begins(heard(), 70, '嗯'))).toBe(undefined)
  expect(beingSaid(begins(heard(), 70, CLOSING, { role: 'customer' }))).toBe(undefined)
  expect(beingSaid(begins(heard(), 70, '我给您申请安排师傅'))).toBe(undefined)
})

test('[SPEECH-13] only the last words still being said count', () => {
  expect(beingSaid(begins(asking(), 72, '嗯', { utteranceId: 'later' }))).toBe(undefined)
})

test('[SPEECH-13] the mark goes once the words are finished, or are revised into others', () => {
  const finished = asking().says(73, `${CLOSING}您的吗`, { utteranceId: 'open', revision: 1, role: 'agent' })
  expect(readingOf(finished.fold())[0]?.current).toBe('closing')
  expect(beingSaid(finished)).toBe(undefined)
  expect(beingSaid(begins(asking(), 73, '嗯', { revision: 1 }))).toBe(undefined)
  const replaced = asking().says(73, '嗯', { utteranceId: 'other', replaces: ['open'], role: 'agent' })
  expect(beingSaid(replaced)).toBe(undefined)
})

test('[SPEECH-13] words that are never finished are overtaken by the next finished ones of either side', () => {
  expect(beingSaid(asking().agent(75, '嗯'))).toBe(undefined)
  expect(beingSaid(asking().customer(75, '嗯'))).toBe(undefined)
  // What was said before them may be told after them.
  expect(beingSaid(asking().says(75, '嗯', { beginOffsetMs: 50_000 }))).toBe('closing')
})

test('[SPEECH-13] nor do they outlast the handling or the recogniser', () => {
  expect(beingSaid(asking().hangsUp(80, 'agent'))).toBe(undefined)
  expect(beingSaid(asking().transfers(80, 'blind').rings(81, '1002').answers(83))).toBe(undefined)
  expect(beingSaid(asking().listens(80, 'ended'))).toBe(undefined)
  expect(beingSaid(asking().listens(80, 'failed').listens(82))).toBe(undefined)
  expect(beingSaid(begins(heard().listens(64, 'failed').listens(66), 70, CLOSING))).toBe('closing')
})

test('[SPEECH-13] where a script tells the steps nothing is marked', () => {
  expect(beingSaid(asking().step(11, 'opening'))).toBe(undefined)
})

test('[SPEECH-13] shuffled and doubled, a log marks the same step', () => {
  const story = asking()
  begins(story, 71, `${CLOSING}您的`, { revision: 1 })
  const log = story.entries()
  const delivery = fc.shuffledSubarray([...log, ...log], { minLength: 2 * log.length })
  const fold = (entries: readonly Entry[]) => {
    const fold = beginFold('f', 'c1', entries[0]?.at ?? 0)
    for (const entry of entries) addEntry(fold, entry, 'time', settingsOf(book, undefined))
    return readingOf(fold.call)
  }
  expect(fold(log)[0]?.beingSaid).toBe('closing')
  fc.assert(
    fc.property(delivery, (delivered) => {
      expect(fold(delivered)).toEqual(fold(log))
    }),
  )
})

test('[SPEECH-13] a row changes when the mark comes and goes, not with every word, and no verdict is found anew', () => {
  const story = heard()
  const fold = new FeedFold('f', 'time', book)
  for (const entry of story.entries()) fold.take(entry)
  const found = fold.verdicts('c1')
  const tell = (told: CallStory): boolean => {
    fold.dirty.agents.clear()
    fold.take(told.entries().at(-1) as Entry)
    fold.judgements.judgeWaiting()
    return fold.dirty.agents.size > 0
  }
  expect(tell(begins(story, 68, '嗯'))).toBe(false)
  expect(tell(begins(story, 70, CLOSING, { revision: 1 }))).toBe(true)
  expect(tell(begins(story, 71, `${CLOSING}您的`, { revision: 2 }))).toBe(false)
  expect(fold.verdicts('c1')).toBe(found)
  expect(tell(story.customer(73, '嗯'))).toBe(true)
})
