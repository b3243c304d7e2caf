import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Action, countActions, nextDues, roundsOf, whyStepUnknown } from '#app/_call/action-model.ts'
import { cutText, listMarks, type Mark, provedBy } from '#app/_call/evidence-marks.ts'
import type { CallView } from '#server/protocol/call-view.ts'
import { callSegment } from '#tests/support/call-view.ts'

const AT = Date.UTC(2026, 0, 5, 1)
const action = (id: string, part: Partial<Action> = {}): Action => ({
  id,
  zh: `${id}中文`,
  en: id,
  step: 'resolution',
  round: 1,
  level: 'required',
  severity: 'major',
  status: 'pending',
  evidence: [],
  ...part,
})
const phrase = (utteranceId: string, from: number, to: number): Action['evidence'][number] => ({
  eventId: utteranceId,
  at: AT,
  kind: 'utterance',
  said: { utteranceId, from, to },
})
const mark = (from: number, to: number, key = `${from}-${to}`): Mark => ({
  from,
  to,
  subject: { key, step: 'opening', isLate: false },
})

describe('[VIEW-12] marks in an utterance', () => {
  test('cut the text into pieces that together are the text, whatever it holds', () => {
    const places = fc.array(fc.tuple(fc.nat(60), fc.nat(60)), { maxLength: 6 })
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 50 }), places, (text, spans) => {
        const marks = spans.map(([a, b], index) => mark(Math.min(a, b), Math.max(a, b), `m${index}`))
        const pieces = cutText(text, marks)
        expect(pieces.map((piece) => piece.text).join('')).toBe(text)
        for (const { from, subjects } of pieces)
          for (const { key } of subjects) {
            const over = marks.find(({ subject }) => subject.key === key)
            expect(over && over.from <= from && from < over.to).toBe(true)
          }
      }),
    )
  })

  test('that overlap share their letters', () => {
    const pieces = cutText('非常抱歉给您添麻烦', [mark(0, 4, 'a'), mark(2, 7, 'b')])
    expect(pieces.map(({ text, subjects }) => [text, subjects.map(({ key }) => key).join()])).toEqual([
      ['非常', 'a'],
      ['抱歉', 'a,b'],
      ['给您添', 'b'],
      ['麻烦', ''],
    ])
  })

  test('stand in a very long text of markup', () => {
    const text = `${'<b>&amp;'.repeat(12_500)}抱歉`
    const pieces = cutText(text, [mark(text.length - 2, text.length)])
    expect(pieces.map((piece) => piece.text.length)).toEqual([100_000, 2])
  })

  test('come from steps and actions of every segment and from levels, and say each thing once', () => {
    const late = action('SORRY', { status: 'late_done', evidence: [phrase('u1', 0, 2)] })
    const step: CallView['segments'][number]['steps'][number] = {
      step: 'resolution',
      status: 'done',
      lateDone: false,
      dwellMs: 0,
      evidence: [phrase('u1', 0, 2), phrase('u1', 4, 6), { eventId: 'e', at: AT, kind: 'event' }],
    }
    const heard = { level: 3, at: AT, source: 'words' as const, evidenceList: [phrase('u2', 1, 3)] }
    const marks = listMarks({
      segments: [callSegment('1', { steps: [step], actions: [late] }), callSegment('2')],
      levels: [heard, { level: 1, at: AT, source: 'event' }],
    })
    expect([...marks.keys()]).toEqual(['u1', 'u2'])
    expect(marks.get('u2')).toMatchObject([{ from: 1, to: 3, subject: { level: 3 } }])
    const proved = provedBy(marks.get('u1') ?? [])
    expect(proved.map(({ label, step: of, isLate }) => [label?.en ?? of, isLate])).toEqual([
      ['SORRY', true],
      ['resolution', false],
    ])
  })
})

describe('[VIEW-13] what is next', () => {
  const talk = (actions: Action[], part: Partial<CallView['segments'][number]> = {}) =>
    callSegment('1', { current: 'resolution', actions, ...part })
  const names = (segment: CallView['segments'][number]) =>
    nextDues(segment).map((due) => due.action?.id ?? 'confirmation')
  const actions = [
    action('EARLIER', { step: 'opening' }),
    action('FIRST'),
    action('DONE', { status: 'done' }),
    action('ADVICE', { level: 'recommended' }),
    action('TIMED', { dueAt: AT + 9_000 }),
    action('LATER', { step: 'closing' }),
  ]

  test('is what has a time, then the step itself, then what was left open', () => {
    expect(names(talk(actions))).toEqual(['TIMED', 'FIRST', 'EARLIER'])
    const confirmation = { round: 1, dueAt: AT + 5_000, by: [] }
    expect(names(talk(actions, { confirmation }))).toEqual(['confirmation', 'TIMED', 'FIRST', 'EARLIER'])
    const held = { ...confirmation, dueAt: undefined }
    expect(names(talk(actions, { confirmation: held }))).toEqual(['TIMED', 'confirmation', 'FIRST', 'EARLIER'])
  })

  test('is nothing that was due when a step was left', () => {
    const left = action('LEFT', { step: 'opening', due: { at: 'step_exit' }, dueAt: AT })
    expect(names(talk([left, action('HERE', { due: { at: 'step_exit' } })]))).toEqual(['HERE'])
  })

  test('is nothing once the handling is over, or before the flow is anywhere', () => {
    expect(names(talk(actions, { endedAt: AT }))).toEqual([])
    expect(names(talk(actions, { current: undefined }))).toEqual([])
  })

  test('is asked of the last round', () => {
    const again = [action('OLD', { round: 1 }), action('NEW', { round: 2 })]
    expect(names(talk(again))).toEqual(['NEW'])
  })

  test('leaves aside what is not needed or cannot be decided, and counts the rest', () => {
    const list = [
      action('A', { status: 'done' }),
      action('B', { status: 'missed' }),
      action('C', { status: 'unknown', why: 'no_transcript' }),
      action('D', { status: 'unknown', why: 'condition' }),
      action('E', { status: 'not_applicable' }),
      action('F', { status: 'exempt' }),
    ]
    const [round] = roundsOf(talk(list), 'resolution')
    expect(round?.aside.map(({ id }) => id)).toEqual(['D', 'E'])
    expect(countActions(round?.shown ?? [])).toEqual({ done: 1, missed: 1, total: 3 })
  })
})

test('an unknown step says why', () => {
  const why = (part: Partial<CallView['segments'][number]>) => whyStepUnknown(callSegment('1', part))
  expect(why({ gaps: [{ from: AT }], listening: 'open' })).toBe('gap')
  expect(why({ listening: 'failed' })).toBe('failed')
  expect(why({ listening: 'open' })).toBe('doubt')
  expect(why({})).toBe('none')
})
