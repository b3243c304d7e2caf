import type { Utterance } from '#server/domain/call/call.ts'
import { lastUnfinished, stepBeingSaid } from '#server/domain/speech/being-said.ts'
import { type Speech, shippedSpeech } from '#server/domain/speech/classify-turn.ts'
import { tellSteps } from '#server/domain/speech/read-steps.ts'
import { compareSpoken, toSpoken } from '#server/domain/speech/spoken-order.ts'
import type { SpeechContext, SpokenSteps } from '#server/domain/speech/spoken-steps.ts'
import { beginSteps, hearOn } from '#server/domain/speech/steps-so-far.ts'
import type { Step } from '#server/domain/words.ts'

/** The likeliest step of an agent's utterance, by what was said before it; `isScrap` = it has no function of its own. */
export type SpokenTurn = { utteranceId: string; at: number; step: Step; chance: number; isScrap: boolean }

export type SpeechReading = SpokenSteps & { turns: readonly SpokenTurn[]; beingSaid?: Step }

const isNewer = (next: Utterance, old: Utterance): boolean => {
  if (next.revision !== old.revision) return next.revision > old.revision
  if (next.isFinal !== old.isFinal) return next.isFinal
  return next.text > old.text
}

const latestOf = (utterances: readonly Utterance[]): Utterance[] => {
  const latest = new Map<string, Utterance>()
  for (const utterance of utterances) {
    const old = latest.get(utterance.utteranceId)
    if (!old || isNewer(utterance, old)) latest.set(utterance.utteranceId, utterance)
  }
  return [...latest.values()]
}

/**
 * What a floor makes of the words of one handling, with no call around them and by any model: the same steps as in
 * `server/domain/call/spoken.ts`, which knows the shipped model only.
 */
export const readSteps = (
  utterances: readonly Utterance[],
  context: SpeechContext,
  speech: Speech = shippedSpeech(),
): SpeechReading => {
  const { answeredAt } = context
  const spoken = latestOf(utterances)
    .map((utterance) => toSpoken(utterance, answeredAt))
    .sort(compareSpoken)
  const finished = spoken.filter(({ utterance }) => utterance.isFinal)
  const unfinished = spoken.filter(({ utterance }) => !utterance.isFinal && utterance.role === 'agent')
  let soFar = beginSteps()
  const turns: SpokenTurn[] = []
  for (const one of finished) {
    soFar = hearOn(speech, soFar, one, answeredAt)
    if (!soFar.last?.turn) continue
    const { step, chances, isScrap } = soFar.last.turn
    turns.push({ utteranceId: one.utterance.utteranceId, at: one.at, step, chance: chances[step], isScrap })
  }
  const last = lastUnfinished(finished, unfinished)
  return { ...tellSteps(soFar, context), turns, beingSaid: last && stepBeingSaid(speech, soFar, last, answeredAt) }
}
