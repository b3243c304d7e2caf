import { createRandom } from '#server/domain/seeded-random.ts'
import type { Speech } from '#server/domain/speech/classify-turn.ts'
import type { SpokenSteps } from '#server/domain/speech/spoken-steps.ts'
import { STEPS, type Step } from '#server/domain/words.ts'
import type { SpeechReading } from '#tests/support/read-steps.ts'
import { type LabelledCall, readCalls } from './read-calls.ts'
import { type Harm, readLabelled } from './replay.ts'
import { confusion, macroF1, type Pair, scoreSteps } from './score.ts'

type Say = (line: string) => void
type Read = { call: LabelledCall; spoken: SpeechReading }
type Skip = { callId: string; step: Step }

const NOISE = [0, 0.1, 0.15, 0.2, 0.3] as const
const round = (value: number) => Number(value.toFixed(3))

const readAll = (calls: readonly LabelledCall[], seed: string, harm: Harm, speech?: Speech): Read[] => {
  const random = createRandom(seed)
  return calls.map((call) => ({ call, spoken: readLabelled(call, random, harm, speech) }))
}

const pairsOf = (reads: readonly Read[]): Pair[] =>
  reads.flatMap(({ call, spoken }) => {
    const said = new Map(spoken.turns.map(({ utteranceId, step }) => [utteranceId, step]))
    return call.lines.flatMap(({ step }, index) => (step ? [{ label: step, said: said.get(String(index)) }] : []))
  })

/** Steps that were there by the labels: an agent's line has it, the customer stated the need, or a skip of it was overturned. */
const presentIn = ({ lines, overturned = [] }: LabelledCall): Set<Step> => {
  const present = new Set(lines.flatMap(({ step }) => (step ? [step] : [])))
  if (lines.some(({ need }) => need)) present.add('need_identification')
  for (const { rule, step } of overturned) if (rule === 'step_skipped' && step) present.add(step)
  return present
}

const skippedIn = ({ steps }: SpokenSteps): Step[] => STEPS.filter((step) => steps[step].status === 'skipped')

/** Called skipped although it was there. */
const findFalseSkips = (reads: readonly Read[]): Skip[] =>
  reads.flatMap(({ call, spoken }) => {
    const present = presentIn(call)
    return skippedIn(spoken).flatMap((step) => (present.has(step) ? [{ callId: call.callId, step }] : []))
  })

/** Against the skips the labels name; undefined where no call has them. */
const compareSkips = (reads: readonly Read[]) => {
  const known = reads.filter(({ call }) => call.skips)
  if (known.length === 0) return undefined
  const wrong: Skip[] = []
  const missed: Skip[] = []
  let right = 0
  for (const { call, spoken } of known) {
    const said = skippedIn(spoken)
    const planted = call.skips ?? []
    right += said.filter((step) => planted.includes(step)).length
    wrong.push(...said.filter((step) => !planted.includes(step)).map((step) => ({ callId: call.callId, step })))
    missed.push(...planted.filter((step) => !said.includes(step)).map((step) => ({ callId: call.callId, step })))
  }
  const precision = right + wrong.length === 0 ? 1 : right / (right + wrong.length)
  const recall = right + missed.length === 0 ? 1 : right / (right + missed.length)
  return { precision: round(precision), recall: round(recall), wrong, missed }
}

const unknownShare = (reads: readonly Read[]): number => {
  const statuses = reads.flatMap(({ spoken }) => STEPS.map((step) => spoken.steps[step].status))
  return statuses.filter((status) => status === 'unknown').length / statuses.length
}

/** Always the commonest step. */
const majority = (pairs: readonly Pair[]): number => {
  const common = [...scoreSteps(pairs)].sort((a, b) => b.labels - a.labels)[0]?.step
  return macroF1(pairs.map(({ label }) => ({ label, said: common })))
}

const byPosition = (index: number, count: number): Step => {
  if (index === 0) return 'opening'
  if (index === count - 1) return 'closing'
  if (index === count - 2) return 'confirmation'
  return index === 1 ? 'need_identification' : 'resolution'
}

/** Only where in the call the agent's utterance stands, the end known beforehand. */
const positionOnly = (calls: readonly LabelledCall[]): number =>
  macroF1(
    calls.flatMap(({ lines }) => {
      const agent = lines.filter(({ role }) => role === 'agent')
      return agent.flatMap(({ step }, index) => (step ? [{ label: step, said: byPosition(index, agent.length) }] : []))
    }),
  )

const percent = (value: number) => `${(100 * value).toFixed(1).padStart(5)} %`

const printScores = (say: Say, pairs: readonly Pair[]): void => {
  say('step                 precision   recall       F1  labels')
  for (const { step, precision, recall, f1, labels } of scoreSteps(pairs))
    say(`${step.padEnd(20)}   ${percent(precision)}  ${percent(recall)}  ${percent(f1)}  ${String(labels).padStart(6)}`)
  say(`\nlabel (down), said (across: ${STEPS.join(', ')}, nothing)`)
  confusion(pairs).forEach((row, index) => {
    say(`${(STEPS[index] ?? '').padEnd(20)} ${row.map((count) => String(count).padStart(5)).join('')}`)
  })
}

const printSkips = (say: Say, name: string, skips: readonly Skip[]): void => {
  for (const { callId, step } of skips) say(`  ${name}: ${callId} ${step}`)
}

/** The figures that decide, of calls harmed like this. */
export const measureSteps = (calls: readonly LabelledCall[], seed: string, harm: Harm, speech?: Speech) => {
  const reads = readAll(calls, seed, harm, speech)
  const skips = compareSkips(reads)
  return {
    macroF1: round(macroF1(pairsOf(reads))),
    falseSkips: findFalseSkips(reads).length,
    ...(skips && { skipPrecision: skips.precision, skipRecall: skips.recall }),
  }
}

const measureHarms = (calls: readonly LabelledCall[], seed: string, say: Say) => {
  const harms: [string, Harm][] = [
    ...NOISE.map((characters): [string, Harm] => [`${100 * characters} % characters`, { characters }]),
    ['10 % roles', { roles: 0.1 }],
    ['5 % dropped, late, doubled', { dropped: 0.05, late: 0.05, doubled: 0.05 }],
  ]
  say('\nharm                         macro-F1  false skips  skip precision  skip recall')
  return Object.fromEntries(
    harms.map(([name, harm]) => {
      const result = measureSteps(calls, `${seed}/${name}`, harm)
      const { skipPrecision = Number.NaN, skipRecall = Number.NaN } = result
      say(
        `${name.padEnd(28)} ${percent(result.macroF1)}  ${String(result.falseSkips).padStart(11)}  ${percent(skipPrecision).padStart(14)}  ${percent(skipRecall).padStart(11)}`,
      )
      return [name, result]
    }),
  )
}

/** How well steps are told from speech alone in a file of labelled calls. */
export const evalSteps = (file: string, seed: string, say: Say) => {
  const calls = readCalls(file)
  const reads = readAll(calls, seed, {})
  const pairs = pairsOf(reads)
  const falseSkips = findFalseSkips(reads)
  const skips = compareSkips(reads)
  printScores(say, pairs)
  const baselines = { majority: round(majority(pairs)), position: round(positionOnly(calls)) }
  say(
    `\nmacro-F1 ${percent(macroF1(pairs))}; always the commonest ${percent(baselines.majority)}, position only ${percent(baselines.position)}`,
  )
  printSkips(say, 'called skipped, but there', falseSkips)
  if (skips) say(`skips: precision ${percent(skips.precision)}, recall ${percent(skips.recall)}`)
  printSkips(say, 'called skipped, not labelled so', skips?.wrong ?? [])
  printSkips(say, 'skip missed', skips?.missed ?? [])
  say(`unknown on complete transcripts: ${percent(unknownShare(reads))}`)
  const harms = measureHarms(calls, seed, say)
  const { wrong, missed, ...rates } = skips ?? { wrong: [], missed: [] }
  return {
    eval: 'steps' as const,
    macroF1: round(macroF1(pairs)),
    falseSkips: falseSkips.length,
    calls: calls.length,
    utterances: pairs.length,
    perStep: Object.fromEntries(scoreSteps(pairs).map(({ step, f1 }) => [step, round(f1)])),
    baselines,
    skips: skips && { ...rates, wrong: wrong.length, missed: missed.length },
    unknownShare: round(unknownShare(reads)),
    harms,
  }
}
