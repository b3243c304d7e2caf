import { expect, test } from 'vitest'
import { readCall } from '#server/domain/call/reading.ts'
import { lawOf } from '#server/domain/feed/law-book.ts'
import { answeredComplaint, book } from '#tests/support/scenario.ts'

/** A complaint whose agent opens with these words. */
const opening = (text: string) =>
  answeredComplaint()
    .listens(10)
    .step(11, 'opening')
    .agent(12, text)
    .step(20, 'need_identification')
    .customer(22, '多扣了钱')
    .agent(24, '我看看')

const readingOf = (text: string, action: string) => {
  const told = opening(text).fold()
  return readCall(told, lawOf(book, told)).segments[0]?.actions.find((one) => one.action === action)
}

test('[ACTION-12] nobody is blamed for what was almost heard', () => {
  expect(readingOf('有什么可以帮到您', 'OPEN_GREET')?.status).toBe('missed')
  expect(readingOf('早上啊有什么可以帮到您', 'OPEN_GREET')).toMatchObject({ status: 'unknown', why: 'unclear' })
  const wrongs = opening('早上啊有什么可以帮到您')
    .verdicts(30)
    .filter(({ rule }) => rule === 'action_missed')
  expect(wrongs.map(({ about }) => about?.id)).toEqual(['OPEN_AGENT_ID'])
})

test('[ACTION-12] for a critical action it takes words of no other action', () => {
  expect(readingOf('您好，工号有什么可以帮到您', 'OPEN_AGENT_ID')?.status).toBe('missed')
})

test('[ACTION-12] a hint that is told late takes the blame back', () => {
  const blamed = opening('您请讲')
  expect(blamed.verdicts(30).map(({ about }) => about?.id)).toContain('OPEN_GREET')
  expect(
    blamed
      .agent(13, '早上啊')
      .verdicts(30)
      .map(({ about }) => about?.id),
  ).not.toContain('OPEN_GREET')
})
