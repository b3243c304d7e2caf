import { createRandom } from '#server/domain/seeded-random.ts'
import { shippedComplaintLexicon } from '#server/domain/speech/complaint/load.ts'
import { type ComplaintReading, readComplaint } from '#server/domain/speech/complaint/read-complaint.ts'
import { createSpotter, type Spotter } from '#server/domain/speech/complaint/spotter.ts'
import { addNoise } from '#tests/train/noise.ts'
import { BadFile, type LabelledCall, readCalls } from './read-calls.ts'
import { wilson } from './wilson.ts'

type Judged = { call: LabelledCall; wanted: number; reached: number; reading: ComplaintReading }

const LEVELS = [0, 1, 2, 3, 4]
const NOISE = [0, 0.1, 0.2, 0.3]
/** Where a file has no times, an utterance takes so long. */
const TURN_MS = 5000

const readLevel = (call: LabelledCall, spotter: Spotter): ComplaintReading =>
  readComplaint(
    call.lines.map(({ role, text, atMs }, index) => ({
      utteranceId: `${call.callId}/${index + 1}`,
      revision: 1,
      isFinal: true,
      role,
      text,
      at: atMs ?? index * TURN_MS,
    })),
    { spotter },
  )

const judgeAll = (calls: readonly LabelledCall[], spotter: Spotter): Judged[] =>
  calls.flatMap((call) => {
    if (call.peak === undefined) return []
    const reading = readLevel(call, spotter)
    return [{ call, wanted: call.peak, reached: reading.peak, reading }]
  })

const count = (judged: readonly Judged[], isIn: (item: Judged) => boolean, isHit: (item: Judged) => boolean) => {
  const all = judged.filter(isIn)
  const hits = all.filter(isHit)
  return { part: hits.length, whole: all.length, share: all.length === 0 ? undefined : hits.length / all.length }
}

const figuresOf = (judged: readonly Judged[]) => ({
  ordinaryAtL2: count(
    judged,
    ({ wanted }) => wanted <= 1,
    ({ reached }) => reached >= 2,
  ),
  ordinaryAtL3: count(
    judged,
    ({ wanted }) => wanted <= 1,
    ({ reached }) => reached >= 3,
  ),
  l2Recall: count(
    judged,
    ({ wanted }) => wanted >= 2,
    ({ reached }) => reached >= 2,
  ),
  l3Recall: count(
    judged,
    ({ wanted }) => wanted >= 3,
    ({ reached }) => reached >= 3,
  ),
})
type Figures = ReturnType<typeof figuresOf>

const percent = (share: number | undefined): string => (share === undefined ? '–' : `${(share * 100).toFixed(1)} %`)

const tableOf = (judged: readonly Judged[]): string[] => [
  `wanted \\ reached ${LEVELS.map((level) => String(level).padStart(5)).join('')}`,
  ...LEVELS.map((wanted) => {
    const row = LEVELS.map((level) => judged.filter((item) => item.wanted === wanted && item.reached === level).length)
    return `${String(wanted).padStart(16)} ${row.map((n) => String(n).padStart(5)).join('')}`
  }),
]

const isWrong = ({ wanted, reached }: Judged): boolean =>
  (wanted <= 1 && reached >= 2) || (wanted >= 2 && reached < 2) || (wanted >= 3 && reached < 3)

const describe = ({ call, wanted, reached, reading }: Judged): string[] => [
  `${call.callId}: wanted ${wanted}, reached ${reached}`,
  ...call.lines.filter(({ role }) => role === 'customer').map(({ text }) => `    ${text}`),
  ...reading.changes.map(
    ({ level, evidence }) => `    → ${level}: ${evidence.map(({ family, text }) => `${family}「${text}」`).join(' ')}`,
  ),
]

const figureLines = (figures: Figures): string[] =>
  Object.entries(figures).map(([name, { part, whole, share }]) => {
    const { from, to } = wilson(part, whole)
    return `${name.padEnd(13)} ${String(part).padStart(4)} of ${String(whole).padStart(4)}  ${percent(share).padStart(7)}  (${percent(from)} to ${percent(to)})`
  })

const withNoise = (calls: readonly LabelledCall[], share: number, seed: string): LabelledCall[] => {
  const random = createRandom(seed)
  return calls.map((call) => ({
    ...call,
    lines: call.lines.map((line) => ({ ...line, text: addNoise(random, line.text, share) })),
  }))
}

/** Levels told from words against labels; prints tables and gives the figures of the last line. */
export const evalEscalation = async (file: string, seed: string, say: (line: string) => void): Promise<object> => {
  const calls = readCalls(file)
  const spotter = createSpotter(shippedComplaintLexicon())
  const judged = judgeAll(calls, spotter)
  if (judged.length === 0) throw new BadFile(`${file}: no call has a peak on its last line`)
  for (const line of tableOf(judged)) say(line)
  for (const line of judged.filter(isWrong).flatMap(describe)) say(line)
  const figures = figuresOf(judged)
  for (const line of figureLines(figures)) say(line)
  for (const share of NOISE) {
    const noisy = figuresOf(judgeAll(withNoise(calls, share, seed), spotter))
    say(
      `${percent(share)} wrong characters: ${Object.entries(noisy)
        .map(([name, item]) => `${name} ${percent(item.share)}`)
        .join(', ')}`,
    )
  }
  return {
    eval: 'escalation',
    ...Object.fromEntries(
      Object.entries(figures).map(([name, { share }]) => [name, share === undefined ? null : Number(share.toFixed(4))]),
    ),
  }
}
