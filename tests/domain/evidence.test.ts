import { describe, expect, test } from 'vitest'
import { readCall } from '#server/domain/call/reading.ts'
import { lawOf } from '#server/domain/feed/law-book.ts'
import { certaintyOf } from '#server/domain/speech/certainty.ts'
import { scopeCallView, withholdWords } from '#server/protocol/scope-call-view.ts'
import { callSegment, callView } from '#tests/support/call-view.ts'
import { answeredComplaint, book, type CallStory } from '#tests/support/scenario.ts'
import { viewerOf } from '#tests/support/viewers.ts'

const AT = Date.UTC(2026, 0, 5, 1)

const readFirst = (story: CallStory) => {
  const told = story.fold()
  const reading = readCall(told, lawOf(book, told)).segments[0]
  if (!reading) throw new Error('nobody answered')
  return { reading, textOf: (id: string) => told.utterances.find(({ utteranceId }) => utteranceId === id)?.text ?? '' }
}

describe('[VIEW-10] what is told by speech', () => {
  const story = () =>
    answeredComplaint()
      .listens(10)
      .agent(12, '<b>您好</b>，嗯，　工号３０８２，请问有什么可以帮您')
      .customer(20, '你们多扣了我三十块钱，我要投诉')
      .agent(30, '🙂 给您添麻烦了，非常抱歉')

  test('names the places of the phrase in the text as it was written', () => {
    const { reading, textOf } = readFirst(story())
    const phrases = reading.actions.flatMap(({ action, evidence }) =>
      evidence.map(({ said, text }) => [action, said && textOf(said.utteranceId).slice(said.from, said.to), text]),
    )
    for (const [, phrase, text] of phrases) expect(phrase).toBe(text)
    const of = (action: string) => phrases.find(([id]) => id === action)?.[1]
    expect(of('OPEN_AGENT_ID')).toBe('工号３０８２')
    expect(of('NEED_APOLOGY')).toBe('抱歉')
  })

  test('is so for steps, too', () => {
    const { reading, textOf } = readFirst(story())
    const { evidence } = reading.steps.opening
    expect(evidence.length).toBeGreaterThan(0)
    for (const { said, text } of evidence)
      expect(textOf(said?.utteranceId ?? '').slice(said?.from, said?.to)).toBe(text)
  })
})

describe('[ACTION-11] an action nobody can know of says why', () => {
  const passed = (story: CallStory) => story.step(11, 'opening').step(20, 'need_identification').step(60, 'resolution')
  const whyOf = (story: CallStory, action: string) => {
    const found = readFirst(story).reading.actions.find((one) => one.action === action)
    return [found?.status, found?.why]
  }

  test('no transcript, one that broke off, one with a hole', () => {
    const silent = passed(answeredComplaint())
    expect(whyOf(silent, 'OPEN_GREET')).toEqual(['unknown', 'no_transcript'])
    const broken = passed(answeredComplaint().listens(10).listens(30, 'failed'))
    expect(whyOf(broken, 'NEED_ACK')).toEqual(['unknown', 'transcript_failed'])
    const holed = passed(answeredComplaint().listens(10).unseen(12, 15))
    expect(whyOf(holed, 'OPEN_GREET')).toEqual(['unknown', 'transcript_gap'])
  })

  test('no system, nothing that measures, a condition not decided', () => {
    const story = passed(answeredComplaint().listens(10))
    expect(whyOf(story, 'NEED_HISTORY')).toEqual(['unknown', 'no_system'])
    expect(whyOf(story, 'NEED_LISTEN')).toEqual(['unknown', 'not_measured'])
    expect(whyOf(story, 'RES_UNCERTAIN')).toEqual(['unknown', 'condition'])
  })

  test('whatever is known has no such reason', () => {
    const { actions } = readFirst(passed(answeredComplaint().listens(10).agent(12, '您好'))).reading
    for (const { status, why } of actions) expect(why !== undefined).toBe(status === 'unknown')
  })
})

describe('[SCOPE-6] a phrase goes where its utterance goes', () => {
  const fact = (utteranceId: string) => ({
    eventId: utteranceId,
    at: AT,
    kind: 'utterance' as const,
    text: `text of ${utteranceId}`,
    said: { utteranceId, from: 2, to: 6 },
  })
  const action = (utteranceId: string) => ({
    id: 'A',
    zh: 'A',
    en: 'A',
    step: 'opening' as const,
    round: 1,
    level: 'required' as const,
    severity: 'major' as const,
    status: 'done' as const,
    evidence: [fact(utteranceId)],
  })
  const step = (utteranceId: string) => ({
    step: 'opening' as const,
    status: 'done' as const,
    lateDone: false,
    dwellMs: 0,
    evidence: [fact(utteranceId)],
  })
  const line = (utteranceId: string, at: number) => ({
    utteranceId,
    at,
    role: 'agent' as const,
    text: 'said',
    isFinal: true,
  })
  const view = callView('c', {
    segments: [
      callSegment('theirs', { answeredAt: AT, endedAt: AT + 9_000, steps: [step('u1')], actions: [action('u1')] }),
      callSegment('ours', { answeredAt: AT + 10_000, steps: [step('u2')], actions: [action('u1'), action('u2')] }),
    ],
    transcript: [line('u1', AT + 1_000), line('u2', AT + 11_000)],
  })
  const seen = scopeCallView(view, viewerOf('supervisor', ['ours']), (agentId) => [agentId])

  test('nothing of other teams, not even where an own action rests on it', () => {
    expect(JSON.stringify(seen)).not.toContain('text of u1')
    const phrases = seen.segments.map(({ steps, actions = [] }) =>
      [...steps, ...actions].flatMap(({ evidence }) => evidence.map(({ said }) => said?.utteranceId)),
    )
    expect(phrases).toEqual([
      [undefined, undefined],
      ['u2', undefined, 'u2'],
    ])
  })

  test('a level that was told in two handlings shows the reasons of ours only', () => {
    const told = (text: string, at: number, segmentId?: string) => ({
      eventId: text,
      at,
      kind: 'event' as const,
      text,
      segmentId,
    })
    const level = {
      key: 'complaint_level|c|L3',
      rule: 'complaint_level' as const,
      severity: 'critical' as const,
      segmentId: 'seg-ours',
      condition: 'holding' as const,
      handling: 'open' as const,
      dueAt: AT + 11_000,
      evidence: 'our reason',
      evidenceList: [
        told('our reason', AT + 11_000, 'seg-ours'),
        told('their reason', AT + 12_000, 'seg-theirs'),
        told('said in ours', AT + 13_000),
        told('said in theirs', AT + 1_000),
      ],
    }
    const { alerts, marks } = scopeCallView(
      { ...view, alerts: [level], marks: [{ ...level, as: 'mark' as const }] },
      viewerOf('supervisor', ['ours']),
      (agentId) => [agentId],
    )
    for (const { evidenceList } of [...alerts, ...(marks ?? [])])
      expect(evidenceList.map(({ text }) => text)).toEqual(['our reason', undefined, 'said in ours', undefined])
  })

  test('nothing at all where the words stayed on the server', () => {
    expect(JSON.stringify(withholdWords(view))).not.toContain('"said"')
  })
})

test('[VIEW-11] a confidence is told in a word', () => {
  const told = [0, 0.6, 0.75, 0.9, 1].map(certaintyOf)
  expect(told).toEqual([undefined, 'low', 'medium', 'high', 'high'])
})
