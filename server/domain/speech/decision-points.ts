import type { Step } from '../words.ts'
import type { Listened } from './listen.ts'
import type { DecisionPoint, SpeechContext } from './spoken-steps.ts'

/** An opening is due after so much connected time and so many utterances of the agent. */
const OPENING_MS = 20_000
const OPENING_TURNS = 2
/** Resolution is under way when so many utterances show it. */
const RESOLVING = 2
/** Shows a step so clearly that others were due before it. */
const CLEAR = 0.6
/** A question so surely about the request is no check. */
const ASKING = 0.8
const LAST_TURNS = 2
/** Shortly before the farewell so much of a check is enough for doubt. */
const MAYBE = 0.2
/** What a check sounds like in whatever words it is made. */
const CHECKS =
  /有没有|是不是|是否|系咪|能不能|可不可以|哪天|多少了|几点|同意|认可|没.?疑问|没问题|想一想|再想想|确认|核对|清楚|明白|晓得|听懂|试试|试一下|看看|看一下|对一下|可以[吗不吧]|行[吗不吧]|对[吗不吧]|这样吗|(.)[不没]\1/
/** Where nothing at all was heard at first, the greeting may have gone unheard. */
const SILENT_START_MS = 4_000

const isTurn = ({ turn, heard }: Listened): boolean => turn !== undefined && !turn.isScrap && heard.text.length > 1

const pointAt = (step: Step, listened: Listened | undefined): DecisionPoint[] =>
  listened ? [{ step, at: listened.at, utteranceId: listened.utterance.utteranceId }] : []

const clearly = (all: readonly Listened[], step: Step): Listened[] =>
  all.filter((one) => one.turn?.step === step && one.shows[step] >= CLEAR)

const openingPoint = (all: readonly Listened[], { answeredAt }: SpeechContext): DecisionPoint[] => {
  const isUnheard = (all[0]?.at ?? answeredAt) - answeredAt > SILENT_START_MS
  const due = all.filter(isTurn).slice(OPENING_TURNS - 1)
  const points = pointAt(
    'opening',
    due.find(({ at }) => at - answeredAt >= OPENING_MS),
  )
  return isUnheard ? points.map((point) => ({ ...point, isDoubtful: true })) : points
}

const agentReleased = ({ endCause, endedAt }: SpeechContext): boolean =>
  endCause === 'agent_hangup' && endedAt !== undefined

/** The agent's last word in closing that no further handling followed. */
const closingBegun = (all: readonly Listened[]): Listened | undefined => {
  const lastWork = all.findLastIndex((one) => one.turn?.step === 'resolution' && one.shows.resolution >= CLEAR)
  return clearly(all.slice(lastWork + 1), 'closing')[0] ?? clearly(all, 'closing').at(-1)
}

/** A question, or anything like a check, shortly before the farewell may have been it, in words nobody thought of. */
const isAskedIn = (before: readonly Listened[]): boolean =>
  before
    .filter(isTurn)
    .slice(-LAST_TURNS)
    .some(
      ({ turn, heard }) =>
        turn &&
        (turn.chances.confirmation >= MAYBE ||
          (turn.chances.need_identification < ASKING && (heard.isQuestion || CHECKS.test(heard.text)))),
    )

/** Due before the farewell; before the end where the agent hung up without one. */
const confirmationPoint = (
  all: readonly Listened[],
  closing: Listened | undefined,
  releasedAt: number | undefined,
): DecisionPoint[] => {
  const before = closing ? all.slice(0, all.indexOf(closing)) : all
  const points = pointAt('confirmation', closing)
  if (!closing && releasedAt !== undefined) points.push({ step: 'confirmation', at: releasedAt })
  return isAskedIn(before) ? points.map((point) => ({ ...point, isDoubtful: true })) : points
}

/** A survey need not solve or check anything; who calls out without saying why may be making one. */
const isSurvey = ({ scenario, direction }: SpeechContext): boolean =>
  scenario === 'satisfaction_callback' || (scenario === undefined && direction === 'outbound')

/** What may by now be found to be left out, and since when. */
export const listDecisionPoints = (all: readonly Listened[], context: SpeechContext): DecisionPoint[] => {
  const closing = closingBegun(all)
  const work = clearly(all, 'resolution')
  const released = agentReleased(context) ? (context.endedAt ?? context.answeredAt) : undefined
  const isChecked = work.length > 0 && !isSurvey(context)
  return [
    ...openingPoint(all, context),
    ...pointAt('need_identification', work[RESOLVING - 1]),
    ...(isSurvey(context) ? [] : pointAt('resolution', closing)),
    ...(isChecked ? confirmationPoint(all, closing, released) : []),
    ...(released === undefined ? [] : [{ step: 'closing' as const, at: released }]),
  ]
}
