import type { Utterance } from '#server/domain/call/call.ts'
import type { Entry } from '#server/domain/entry.ts'
import { FeedFold } from '#server/domain/feed/feed-fold.ts'
import { meaningsOf } from '#server/domain/playbook/compiled.ts'
import { shippedPlaybook } from '#server/domain/playbook/load.ts'
import { createRandom } from '#server/domain/seeded-random.ts'
import { type Automaton, buildAutomaton } from '#server/domain/speech/automaton.ts'
import { shippedSpeech } from '#server/domain/speech/classify-turn.ts'
import { spotIn } from '#server/domain/speech/complaint/read-complaint.ts'
import { shippedSpotter } from '#server/domain/speech/complaint/shipped.ts'
import { parseCue } from '#server/domain/speech/cue.ts'
import { shippedLexicon } from '#server/domain/speech/lexicon.ts'
import { beginListening, listenOn } from '#server/domain/speech/listen.ts'
import { ROOT } from '#server/domain/speech/trie.ts'
import { unitsOf } from '#server/domain/speech/units.ts'
import { book, CallStory } from '#tests/support/scenario.ts'
import { makeCall } from '#tests/train/make-call.ts'
import { readTexts } from '#tests/train/texts.ts'
import { median } from './median.ts'
import { quantile } from './quantile.ts'

const CALLS = 300
const ROUNDS = 15

export type InferenceResult = {
  bench: 'inference'
  /** Listening to an utterance (normalise, match, classify, accumulate), microseconds, median of the rounds. */
  microsPerUtterance: number
  /** One exact pass for the same literals over the text as it is. */
  plainMicros: number
  ratio: number
  /** All three listeners together: steps, the playbook's meanings, and complaints where a customer speaks. */
  listenMicros: number
  /**
   * All that one more utterance costs a live floor: folded, listened to, its meanings found, the call read and judged
   * anew. Mean over the calls, median of the rounds.
   */
  judgedMicros: number
  /** The same by the clock, of each utterance: half of them take so long at most, and 95 of 100. */
  judgedP50Micros: number
  judgedP95Micros: number
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

/** The three listeners one after the other, as a floor asks them. */
const listenThrice = (calls: readonly Utterance[][]): void => {
  const speech = shippedSpeech()
  const [playbook, spotter] = [shippedPlaybook(), shippedSpotter()]
  for (const utterances of calls) {
    let listening = beginListening()
    for (const told of utterances) {
      const utterance = { ...told }
      listening = listenOn(speech, listening, { utterance, at: utterance.at }, utterance.at).next
      meaningsOf(playbook, utterance)
      if (utterance.role === 'customer') spotIn(spotter, utterance)
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

const NANOS_A_MICRO = 1000

/** Judged after every utterance, as on a floor where nothing comes in bursts. Gives how long each took, in microseconds. */
const foldAndJudge = (told: readonly Entry[][]): number[] => {
  const fold = new FeedFold('f', 'time', book)
  const micros: number[] = []
  for (const entries of told)
    for (const entry of entries) {
      const began = process.hrtime.bigint()
      // A copy is new to it: what was read of it once is not read again.
      fold.take({ ...entry, event: { ...entry.event } })
      if (entry.event.type !== 'transcript.segment') continue
      fold.verdicts(entry.event.callId ?? '')
      micros.push(Number(process.hrtime.bigint() - began) / NANOS_A_MICRO)
    }
  return micros
}

const listLiterals = (): string[] => {
  const cues = shippedLexicon().steps.flatMap(({ cue, not = [] }) => [cue, ...not].map(parseCue))
  return [...new Set(cues.flatMap(({ groups }) => groups.flatMap((group) => (group.isDigits ? [] : group.literals))))]
}

/** How many words a plain pass over a text finds. */
const countWords = ({ step, ends }: Automaton, text: string): number => {
  let node = ROOT
  let count = 0
  for (const unit of unitsOf(text)) {
    node = step(node, unit)
    count += (ends.starts[node + 1] as number) - (ends.starts[node] as number)
  }
  return count
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
    for (const text of texts) found += countWords(plain, text)
  }
  listenToCalls(calls)
  listenThrice(calls)
  searchPlainly()
  const told = tellCalls(calls)
  foldAndJudge(told)
  const each: number[] = []
  const rounds = Array.from({ length: ROUNDS }, () => ({
    judged: microsOf(() => void each.push(...foldAndJudge(told)), texts.length),
    thrice: microsOf(() => listenThrice(calls), texts.length),
    ours: microsOf(() => listenToCalls(calls), texts.length),
    plain: microsOf(searchPlainly, texts.length),
  }))
  const ours = median(rounds.map((round) => round.ours))
  const plainMicros = median(rounds.map((round) => round.plain))
  const judged = median(rounds.map((round) => round.judged))
  const thrice = median(rounds.map((round) => round.thrice))
  const [p50, p95] = [quantile(each, 0.5), quantile(each, 0.95)]
  say(
    `${judged.toFixed(1)} µs each (half within ${p50.toFixed(0)}, 95 of 100 within ${p95.toFixed(0)}) to fold it and to read and judge its call anew`,
  )
  say(
    `${texts.length} utterances: ${ours.toFixed(1)} µs each, all three listeners ${thrice.toFixed(1)} µs, a plain pass ${plainMicros.toFixed(1)} µs (${found} words found)`,
  )
  return {
    bench: 'inference',
    microsPerUtterance: Number(ours.toFixed(2)),
    plainMicros: Number(plainMicros.toFixed(2)),
    ratio: Number(median(rounds.map((round) => round.ours / round.plain)).toFixed(2)),
    listenMicros: Number(thrice.toFixed(2)),
    judgedMicros: Number(judged.toFixed(2)),
    judgedP50Micros: Number(p50.toFixed(2)),
    judgedP95Micros: Number(p95.toFixed(2)),
    utterances: texts.length,
    charactersPerUtterance: Number((texts.join('').length / texts.length).toFixed(1)),
  }
}
