import type { Step } from '#server/domain/words.ts'
import type { CallView } from '#server/protocol/call-view.ts'

type Evidence = CallView['alerts'][number]['evidenceList'][number]
type Label = { zh: string; en: string }

export type LevelChange = CallView['levels'][number]

/** A step, an action or a complaint's level that rests on words; `key` is unique in the call. */
export type Subject = { key: string; isLate: boolean } & (
  | { step: Step; label?: Label; level?: undefined }
  | { level: number; step?: undefined; label?: undefined }
)
export type Mark = { from: number; to: number; subject: Subject }
/** A part of an utterance, and all that rests on it. */
export type Piece = { from: number; text: string; subjects: readonly Subject[] }

type Segment = CallView['segments'][number]
type Action = NonNullable<Segment['actions']>[number]

export const stepKey = ({ segmentId }: Segment, step: Step) => `${segmentId}/${step}`
export const actionKey = ({ segmentId }: Segment, { step, id, level, round }: Action) =>
  `${segmentId}/${step}/${id}/${level}/${round}`

export const levelKey = ({ level, at }: LevelChange) => `level/${level}/${at}`

/** Whether there are words of it to be shown. */
export const hasPhrase = (evidence: readonly Evidence[]) => evidence.some(({ said }) => said !== undefined)

const subjectsOf = (segment: Segment): [Subject, readonly Evidence[]][] => [
  ...segment.steps.map(({ step, lateDone, evidence }): [Subject, readonly Evidence[]] => [
    { key: stepKey(segment, step), step, isLate: lateDone },
    evidence,
  ]),
  ...(segment.actions ?? []).map((action): [Subject, readonly Evidence[]] => [
    {
      key: actionKey(segment, action),
      step: action.step,
      label: { zh: action.zh, en: action.en },
      isLate: action.status === 'late_done',
    },
    action.evidence,
  ]),
]

const toLevelSubject = (change: LevelChange): [Subject, readonly Evidence[]] => [
  { key: levelKey(change), level: change.level, isLate: false },
  change.evidenceList ?? [],
]

/** Phrases that prove something, by utterance. */
export const listMarks = ({ segments, levels }: Pick<CallView, 'segments' | 'levels'>): Map<string, Mark[]> => {
  const byUtterance = new Map<string, Mark[]>()
  for (const [subject, evidence] of [...segments.flatMap(subjectsOf), ...levels.map(toLevelSubject)])
    for (const { said } of evidence) {
      if (!said) continue
      const marks = byUtterance.get(said.utteranceId) ?? []
      byUtterance.set(said.utteranceId, marks)
      marks.push({ from: said.from, to: said.to, subject })
    }
  return byUtterance
}

const distinct = (subjects: readonly Subject[]) => [...new Map(subjects.map((one) => [one.key, one])).values()]

/** Cuts a text where marks begin and end; the pieces together are the text. */
export const cutText = (text: string, marks: readonly Mark[]): Piece[] => {
  const inside = (place: number) => Math.min(text.length, Math.max(0, place))
  const edges = [...new Set([0, text.length, ...marks.flatMap(({ from, to }) => [inside(from), inside(to)])])]
  edges.sort((a, b) => a - b)
  return edges.slice(0, -1).map((from, index) => {
    const to = edges[index + 1] ?? text.length
    const over = marks.filter((mark) => mark.from <= from && mark.to >= to)
    return { from, text: text.slice(from, to), subjects: distinct(over.map(({ subject }) => subject)) }
  })
}

export const kindOf = ({ level, label }: Subject): 'level' | 'action' | 'step' =>
  level !== undefined ? 'level' : label ? 'action' : 'step'

const KINDS = ['level', 'action', 'step']

/** What an utterance proves, each once, levels first and actions before the steps they belong to. */
export const provedBy = (marks: readonly Mark[]): Subject[] =>
  distinct(marks.map(({ subject }) => subject)).sort((a, b) => KINDS.indexOf(kindOf(a)) - KINDS.indexOf(kindOf(b)))
