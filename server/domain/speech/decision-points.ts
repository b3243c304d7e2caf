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

const isClearly = ({ turn, shows }: Listened, step: Step): boolean => turn?.step === step && shows[step] >= CLEAR

/** A farewell, and whether something shortly before it may have been a check. */
type Farewell = { listened: Listened; isAskedBefore: boolean }

/** What the points of decision rest on, as far as the call has been gone through. */
export type Clues = {
  first?: Listened
  turns: number
  lastTurns: readonly Listened[]
  openingDue?: Listened
  works: number
  /** When it shows that resolution is under way. */
  resolving?: Listened
  lastFarewell?: Farewell
  /** The first one that no further handling has followed. */
  farewell?: Farewell
}

export const NO_CLUES: Clues = {
  first: undefined,
  turns: 0,
  lastTurns: [],
  openingDue: undefined,
  works: 0,
  resolving: undefined,
  lastFarewell: undefined,
  farewell: undefined,
}

/** A question, or anything like a check, may have been it, in words nobody thought of. */
const mayBeCheck = ({ turn, heard }: Listened): boolean =>
  turn !== undefined &&
  (turn.chances.confirmation >= MAYBE ||
    (turn.chances.need_identification < ASKING && (heard.isQuestion || CHECKS.test(heard.text))))

const noteTurn = (clues: Clues, listened: Listened, answeredAt: number): Clues => {
  const turns = clues.turns + 1
  const isDue = turns >= OPENING_TURNS && listened.at - answeredAt >= OPENING_MS
  const lastTurns = [...clues.lastTurns.slice(1 - LAST_TURNS), listened]
  return { ...clues, turns, lastTurns, openingDue: clues.openingDue ?? (isDue ? listened : undefined) }
}

const noteStep = (clues: Clues, listened: Listened): Clues => {
  if (isClearly(listened, 'resolution')) {
    const works = clues.works + 1
    return { ...clues, works, resolving: works === RESOLVING ? listened : clues.resolving, farewell: undefined }
  }
  if (!isClearly(listened, 'closing')) return clues
  const lastFarewell = { listened, isAskedBefore: clues.lastTurns.some(mayBeCheck) }
  return { ...clues, lastFarewell, farewell: clues.farewell ?? lastFarewell }
}

/** Takes in the next utterance. */
export const noteClues = (clues: Clues, listened: Listened, answeredAt: number): Clues => {
  const noted = noteStep(clues.first ? clues : { ...clues, first: listened }, listened)
  return isTurn(listened) ? noteTurn(noted, listened, answeredAt) : noted
}

const pointAt = (step: Step, listened: Listened | undefined): DecisionPoint[] =>
  listened ? [{ step, at: listened.at, utteranceId: listened.utterance.utteranceId }] : []

const openingPoint = ({ first, openingDue }: Clues, { answeredAt }: SpeechContext): DecisionPoint[] => {
  const isUnheard = (first?.at ?? answeredAt) - answeredAt > SILENT_START_MS
  const points = pointAt('opening', openingDue)
  return isUnheard ? points.map((point) => ({ ...point, isDoubtful: true })) : points
}

const agentReleased = ({ endCause, endedAt }: SpeechContext): boolean =>
  endCause === 'agent_hangup' && endedAt !== undefined

/** A survey need not solve or check anything; who calls out without saying why may be making one. */
const isSurvey = ({ scenario, direction }: SpeechContext): boolean =>
  scenario === 'satisfaction_callback' || (scenario === undefined && direction === 'outbound')

/** Due before the farewell; before the end where the agent hung up without one. */
const confirmationPoint = (clues: Clues, releasedAt: number | undefined): DecisionPoint[] => {
  const farewell = clues.farewell ?? clues.lastFarewell
  const points = pointAt('confirmation', farewell?.listened)
  if (!farewell && releasedAt !== undefined) points.push({ step: 'confirmation', at: releasedAt })
  const isAsked = farewell?.isAskedBefore ?? clues.lastTurns.some(mayBeCheck)
  return isAsked ? points.map((point) => ({ ...point, isDoubtful: true })) : points
}

/** What may by now be found to be left out, and since when. */
export const listDecisionPoints = (clues: Clues, context: SpeechContext): DecisionPoint[] => {
  const closing = (clues.farewell ?? clues.lastFarewell)?.listened
  const released = agentReleased(context) ? (context.endedAt ?? context.answeredAt) : undefined
  const isChecked = clues.works > 0 && !isSurvey(context)
  return [
    ...openingPoint(clues, context),
    ...pointAt('need_identification', clues.resolving),
    ...(isSurvey(context) ? [] : pointAt('resolution', closing)),
    ...(isChecked ? confirmationPoint(clues, released) : []),
    ...(released === undefined ? [] : [{ step: 'closing' as const, at: released }]),
  ]
}
