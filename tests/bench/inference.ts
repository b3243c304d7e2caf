import type { Utterance } from '#server/domain/call/call.ts'
import type { Entry } from '#server/domain/entry.ts'
import { FeedFold } from '#server/domain/feed/feed-fold.ts'
import { createRandom } from '#server/domain/seeded-random.ts'
import { buildAutomaton } from '#server/domain/speech/automaton.ts'
import { shippedSpeech } from '#server/domain/speech/classify-turn.ts'
import { parseCue } from '#server/domain/speech/cue.ts'
import { shippedLexicon } from '#server/domain/speech/lexicon.ts'
import { beginListening, listenOn } from '#server/domain/speech/listen.ts'
import { unitsOf } from '#server/domain/speech/units.ts'
import { book, CallStory } from '#tests/support/scenario.ts'
import { makeCall } from '#tests/train/make-call.ts'
import { readTexts } from '#tests/train/texts.ts'
import { median } from './median.ts'

const CALLS = 300
const ROUNDS = 15

export type InferenceResult = {
  bench: 'inference'
  /** Listening to an utterance (normalise, match, classify, accumulate), microseconds, median of the rounds. */
  microsPerUtterance: number
  /** One exact pass for the same literals over the text as it is. */
  plainMicros: number
  ratio: number
  /**
   * All that one more utterance costs a live floor: folded, listened to, its meanings found, the call read and judged
   * anew. Mean over the calls, median of the rounds.
   */
  judgedMicros: number
  utterances: number
  charactersPerUtterance: number
}

const makeTalk = (): Utterance[][] => {
  const random = createRandom('bench')
  const texts = readTexts()
  return Array.from({ length: CALLS }, () =>
    makeCall(random, texts).map(({ kind, text }, index) => ({
      utteranceId: String(index),
      revision: 0,
      isFinal: true,
      role: kind.startsWith('customer') ? ('customer' as const) : ('agent' as const),
      text,
      at: index * 6_000,
    })),
  )
}

/** What a live call costs: every utterance is listened to once, with what is known from those before it. */
const listenToCalls = (calls: readonly Utterance[][]): void => {
  const speech = shippedSpeech()
  for (const utterances of calls) {
    let listening = beginListening()
    for (const utterance of utterances) {
      // A copy is new to it: what was heard once is not heard again.
      listening = listenOn(speech, listening, { utterance: { ...utterance }, at: utterance.at }, utterance.at).next
    }
  }
}

/** The same calls as a switch and a recogniser would send them. */
const tellCalls = (calls: readonly Utterance[][]): Entry[][] =>
  calls.map((utterances, index) => {
    const story = new CallStory(`c${index}`)
    story.offered(0).queued(0, 'complaint').rings(1, `a${index}`).answers(2).listens(2)
    for (const { role, text, at } of utterances) story.says(3 + at / 1000, text, { role })
    return story.entries()
  })

/** Judged after every utterance, as on a floor where nothing comes in bursts. */
const foldAndJudge = (told: readonly Entry[][]): void => {
  const fold = new FeedFold('f', 'time', book)
  for (const entries of told)
    for (const entry of entries) {
      // A copy is new to it: what was read of it once is not read again.
      fold.take({ ...entry, event: { ...entry.event } })
      if (entry.event.type === 'transcript.segment') fold.verdicts(entry.event.callId ?? '')
    }
}

const listLiterals = (): string[] => {
  const cues = shippedLexicon().steps.flatMap(({ cue, not = [] }) => [cue, ...not].map(parseCue))
  return [...new Set(cues.flatMap(({ groups }) => groups.flatMap((group) => (group.isDigits ? [] : group.literals))))]
}

/** Time of the processor, not of the clock: what others do on the machine meanwhile does not count. */
const microsOf = (act: () => void, utterances: number): number => {
  const began = process.cpuUsage()
  act()
  const { user, system } = process.cpuUsage(began)
  return (user + system) / utterances
}

/** What an utterance costs against the cheapest way to find the same words, interleaved, on one core. */
export const benchInference = (say: (line: string) => void): InferenceResult => {
  const calls = makeTalk()
  const texts = calls.flat().map(({ text }) => text)
  const plain = buildAutomaton(listLiterals().map(unitsOf))
  let found = 0
  const searchPlainly = () => {
    for (const text of texts) plain.search(unitsOf(text), () => found++)
  }
  listenToCalls(calls)
  searchPlainly()
  const told = tellCalls(calls)
  foldAndJudge(told)
  const rounds = Array.from({ length: ROUNDS }, () => ({
    judged: microsOf(() => foldAndJudge(told), texts.length),
    ours: microsOf(() => listenToCalls(calls), texts.length),
    plain: microsOf(searchPlainly, texts.length),
  }))
  const ours = median(rounds.map((round) => round.ours))
  const plainMicros = median(rounds.map((round) => round.plain))
  const judged = median(rounds.map((round) => round.judged))
  say(`${judged.toFixed(1)} µs each to fold it and to read and judge its call anew`)
  say(
    `${texts.length} utterances: ${ours.toFixed(1)} µs each, a plain pass ${plainMicros.toFixed(1)} µs (${found} words found)`,
  )
  return {
    bench: 'inference',
    microsPerUtterance: Number(ours.toFixed(2)),
    plainMicros: Number(plainMicros.toFixed(2)),
    ratio: Number(median(rounds.map((round) => round.ours / round.plain)).toFixed(2)),
    judgedMicros: Number(judged.toFixed(2)),
    utterances: texts.length,
    charactersPerUtterance: Number((texts.join('').length / texts.length).toFixed(1)),
  }
}
