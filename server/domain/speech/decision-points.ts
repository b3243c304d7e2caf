import type { Step } from '../words.ts'
import type { Listened } from './listen.ts'
import { beginTurn, type Checks, isMaybeChecked, NO_CHECKS, noteCheck } from './maybe-checks.ts'
import type { DecisionPoint, SpeechContext } from './spoken-steps.ts'

/** An opening is due after so much connected time and so many utterances of the agent. */
const OPENING_MS = 20_000
const OPENING_TURNS = 2
/** Resolution is under way when so many utterances show it. */
const RESOLVING = 2
/** A customer who has not yet said so many characters at once may still be about to say what it is about. */
const SAYING = 6
/** Shows a step so clearly that others were due before it. */
const CLEAR = 0.6
/** Something like a farewell, in whatever words. */
const PARTING = /拜|再[见建]|在见|[见挂撂]了?啊?$|挂了|先忙|慢[走行]|打扰|晚安|保重|多谢|感谢|祝您|祝你/
/** Where nothing at all was heard at first, the greeting may have gone unheard. */
const SILENT_START_MS = 4_000

/** An agent's utterance with a function of its own. */
const isTurn = ({ turn, heard }: Listened): boolean => turn !== undefined && !turn.isScrap && heard.text.length > 1

const isClearly = ({ turn, shows }: Listened, step: Step): boolean => turn?.step === step && shows[step] >= CLEAR

/** A farewell, and whether something shortly before it may have been a check. */
type Farewell = { listened: Listened; isAskedBefore: boolean }

/** What the points of decision rest on, as far as the call has been gone through. */
export type Clues = {
  first?: Listened
  turns: number
  checks: Checks
  /** The customer has spoken since the agent did. */
  isAnswered: boolean
  hasCustomerSpoken: boolean
  /** What the agent said last may have been a farewell. */
  isParting: boolean
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
  checks: NO_CHECKS,
  isAnswered: true,
  hasCustomerSpoken: false,
  isParting: false,
  openingDue: undefined,
  works: 0,
  resolving: undefined,
  lastFarewell: undefined,
  farewell: undefined,
}

const noteTurn = (clues: Clues, listened: Listened, answeredAt: number): Clues => {
  const turns = clues.turns + 1
  const isDue = turns >= OPENING_TURNS && listened.at - answeredAt >= OPENING_MS
  return { ...clues, turns, openingDue: clues.openingDue ?? (isDue ? listened : undefined) }
}

const noteStep = (clues: Clues, listened: Listened): Clues => {
  if (isClearly(listened, 'resolution')) {
    const works = clues.works + 1
    const isResolving = works >= RESOLVING && clues.hasCustomerSpoken
    const resolving = clues.resolving ?? (isResolving ? listened : undefined)
    return { ...clues, works, resolving, farewell: undefined }
  }
  if (!isClearly(listened, 'closing')) return clues
  const lastFarewell = { listened, isAskedBefore: isMaybeChecked(clues.checks) }
  return { ...clues, lastFarewell, farewell: clues.farewell ?? lastFarewell }
}

const noteTurns = (clues: Clues, listened: Listened): Clues => {
  const isBegun = isTurn(listened) && clues.isAnswered
  const isParting = PARTING.test(listened.heard.text)
  if (listened.turn === undefined) {
    const hasCustomerSpoken = clues.hasCustomerSpoken || listened.heard.text.length >= SAYING
    return { ...clues, isAnswered: true, hasCustomerSpoken }
  }
  if (!isBegun) return { ...clues, isParting: clues.isParting || isParting }
  return { ...clues, isAnswered: false, isParting, checks: beginTurn(clues.checks) }
}

/** Takes in the next utterance. */
export const noteClues = (clues: Clues, listened: Listened, answeredAt: number): Clues => {
  const begun = noteTurns(clues.first ? clues : { ...clues, first: listened }, listened)
  const stepped = noteStep(begun, listened)
  if (listened.turn?.isScrap) return stepped
  const checked = { ...stepped, checks: noteCheck(stepped.checks, listened) }
  return isTurn(listened) ? noteTurn(checked, listened, answeredAt) : checked
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
  const isAsked = farewell?.isAskedBefore ?? isMaybeChecked(clues.checks)
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
    ...(released === undefined ? [] : [{ step: 'closing' as const, at: released, isDoubtful: clues.isParting }]),
  ]
}
