import { expect, test } from 'vitest'
import type { Span } from '#server/domain/call/call.ts'
import { customerShareOf, measureConversation, silenceOf } from '#server/domain/call/conversation.ts'
import type { Word } from '#server/domain/call/listening.ts'
import { readCall } from '#server/domain/call/reading.ts'
import { lawOf } from '#server/domain/feed/law-book.ts'
import { answeredComplaint, book, type CallStory } from '#tests/support/scenario.ts'

/** `C 0-4 …`: who speaks, from which second to which, and what. */
const word = (line: string, index: number): Word => {
  const [, who, from, to, text = ''] = line.match(/^([AC]) (\d+(?:\.\d+)?)-(\d+(?:\.\d+)?) (.*)$/) ?? []
  const [begin, end] = [Number(from) * 1000, Number(to) * 1000]
  const role = who === 'A' ? ('agent' as const) : ('customer' as const)
  const utterance = { utteranceId: `u${index}`, revision: 0, isFinal: true, role, text, at: begin }
  return { utterance: { ...utterance, beginOffsetMs: begin, endOffsetMs: end }, at: begin, hits: [] }
}
const talk = (...lines: string[]) => measureConversation(lines.map(word))

test('[ACTION-13] talk, overlap and silence come from when each utterance began and ended', () => {
  const measured = talk(
    'A 0-4 您好请问有什么可以帮您',
    'C 5-15 我的宽带断了三天',
    'A 14-20 您稍等我看一下',
    'C 26-28 好',
  )
  expect(measured).toMatchObject({ agentMs: 10_000, customerMs: 12_000, overlapMs: 1000 })
  const silence = (...holds: Required<Span>[]) => measured && silenceOf(measured, holds)
  expect(silence()).toEqual({ silenceMs: 7000, longestSilenceMs: 6000 })
  expect(silence({ from: 21_000, to: 25_000 })).toEqual({ silenceMs: 3000, longestSilenceMs: 2000 })
  expect(measured && customerShareOf(measured)).toBeCloseTo(12 / 22)
  expect(measured?.agentChars).toBe('您好请问有什么可以帮您您稍等我看一下'.length)
})

test('[ACTION-13] who begins while the other is in the middle of something cuts in; who says no more than 嗯, or is just early, does not', () => {
  const cuts = (line: string) => talk('C 0-10 我跟你说这个宽带已经断了三天了', line)?.interruptions
  expect(cuts('A 4-8 这个我们已经登记了的')).toBe(1)
  expect(cuts('A 4-5 嗯嗯')).toBe(0)
  expect(cuts('A 9.8-12 好的我帮您看一下')).toBe(0)
  expect(cuts('A 0.1-3 您好请问有什么可以帮您')).toBe(0)
})

test('[ACTION-13] where nobody told when something began or ended, or one side said nothing, nothing is measured', () => {
  const untimed = [word('A 0-4 您好', 0), word('C 5-9 你好', 1)]
  const bare = untimed.map((one) => ({ ...one, utterance: { ...one.utterance, endOffsetMs: undefined } }))
  expect(measureConversation(bare)).toBeUndefined()
  expect(talk('A 0-4 您好')).toBeUndefined()
  expect(measureConversation([])).toBeUndefined()
})

/** Need identification from second 20 to 60, answered at 10; what is said in it, by seconds of the call. */
const listening = (
  ...lines: readonly [who: 'agent' | 'customer', from: number, to: number, text: string][]
): CallStory => {
  const story = answeredComplaint().listens(10).step(20, 'need_identification')
  for (const [role, from, to, text] of lines)
    story.says(to, text, { role, beginOffsetMs: (from - 10) * 1000, endOffsetMs: (to - 10) * 1000 })
  return story.step(60, 'resolution')
}
const listenedIn = (story: CallStory) => {
  const told = story.fold()
  const found = readCall(told, lawOf(book, told)).segments[0]?.actions.find(({ action }) => action === 'NEED_LISTEN')
  return [found?.status, found?.why]
}
const STORY = '我跟你说我家这个宽带从上个礼拜就开始断'

test('[ACTION-13] to listen without cutting in is done or missed by how the two spoke, once enough was said', () => {
  expect(listenedIn(listening(['customer', 21, 45, STORY], ['agent', 46, 54, '我理解您的心情我帮您查一下']))).toEqual([
    'done',
    undefined,
  ])
  const cut = listening(
    ['customer', 21, 45, STORY],
    ['agent', 25, 30, '您先听我说完'],
    ['agent', 35, 39, '不是这样子的'],
  )
  expect(listenedIn(cut)).toEqual(['missed', undefined])
  expect(listenedIn(listening(['customer', 21, 25, STORY], ['agent', 46, 54, '您先听我说完这个']))).toEqual([
    'unknown',
    'not_measured',
  ])
})

test('[ACTION-13] without times it is unknown, never missed', () => {
  const story = answeredComplaint().listens(10).step(20, 'need_identification')
  story.customer(30, STORY).agent(32, '您先听我说完').step(60, 'resolution')
  expect(listenedIn(story)).toEqual(['unknown', 'not_measured'])
})
