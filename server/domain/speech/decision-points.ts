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

const isTurn = ({ turn, heard }: Listened): boolean => turn !== undefined && !turn.isScrap && heard.text.length > 1

const pointAt = (step: Step, listened: Listened | undefined): DecisionPoint[] =>
  listened ? [{ step, at: listened.at, utteranceId: listened.utterance.utteranceId }] : []

const clearly = (all: readonly Listened[], step: Step): Listened[] =>
  all.filter((one) => one.turn?.step === step && one.shows[step] >= CLEAR)

const openingPoint = (all: readonly Listened[], { answeredAt }: SpeechContext): DecisionPoint[] => {
  const turns = all.filter(isTurn)
  return pointAt(
    'opening',
    turns.slice(OPENING_TURNS - 1).find(({ at }) => at - answeredAt >= OPENING_MS),
  )
}

const agentReleased = ({ endCause, endedAt }: SpeechContext): boolean =>
  endCause === 'agent_hangup' && endedAt !== undefined

/** The agent's last word in closing that no further handling followed. */
const closingBegun = (all: readonly Listened[]): Listened | undefined => {
  const lastWork = all.findLastIndex((one) => one.turn?.step === 'resolution' && one.shows.resolution >= CLEAR)
  return clearly(all.slice(lastWork + 1), 'closing')[0] ?? clearly(all, 'closing').at(-1)
}

/** What may by now be found to be left out, and since when. */
export const listDecisionPoints = (all: readonly Listened[], context: SpeechContext): DecisionPoint[] => {
  const closing = closingBegun(all)
  const release: DecisionPoint[] = []
  if (agentReleased(context)) {
    const at = context.endedAt ?? context.answeredAt
    release.push({ step: 'confirmation', at }, { step: 'closing', at })
  }
  const hasWork = clearly(all, 'resolution').length > 0
  return [
    ...openingPoint(all, context),
    ...pointAt('need_identification', clearly(all, 'resolution')[RESOLVING - 1]),
    ...pointAt('resolution', closing),
    ...pointAt('confirmation', hasWork ? closing : undefined),
    ...release.filter(({ step }) => step === 'closing' || hasWork),
  ]
}
