import { areSame } from '../keep.ts'
import { rememberLast, rememberSame } from '../remember.ts'
import { byStep, STEPS, type Step } from '../words.ts'
import type { Skip, Span, StepVisit } from './call.ts'
import type { Handling } from './handling.ts'
import type { SegmentSteps } from './merge-steps.ts'

/** One way through the flow; a new one begins when a customer brings up something else at the end. */
export type Round = RoundSpan & { visits: readonly StepVisit[]; stays: Readonly<Record<Step, Stay>> }
export type RoundSpan = Required<Span> & { n: number; isLast: boolean }

/** One step in one round: when it began, and when the flow went on to a later one. */
export type Stay = {
  from?: number
  /** Since when words may excuse it; before `from` where nobody told the steps. */
  opensAt?: number
  exit?: number
  skippedAt?: number
  /** Told done later, without a stay. */
  lateFrom?: number
}

/** Where nobody told the steps their edges are blurred: one counts as left only this long after. Milliseconds. */
export const SETTLE_MS = 20_000

export const endOf = ({ to }: Handling): number | undefined => (Number.isFinite(to) ? to : undefined)

export const earlier = (a: number | undefined, b: number | undefined): number | undefined =>
  a === undefined ? b : b === undefined ? a : Math.min(a, b)

const placeOf = (step: Step): number => STEPS.indexOf(step)

/**
 * When the flow went on from a step somebody told: as soon as a later one began. From one that was only heard: when it was two
 * steps further for good.
 */
const leftAt = ({ segment }: Handling, visits: readonly StepVisit[], index: number, step: Step): number | undefined => {
  if (segment.hasEvidence) return visits.slice(index + 1).find((visit) => placeOf(visit.step) > placeOf(step))?.from
  const isFar = (visit: StepVisit) => placeOf(visit.step) - placeOf(step) >= 2
  const far = visits[visits.findLastIndex((visit) => !isFar(visit)) + 1]
  return far && far.from + SETTLE_MS
}

type Way = RoundSpan & Pick<Round, 'visits'>

/** Since when a step was heard that the flow never came to: its words fell among another's. Undefined of every other step. */
type Strays = readonly (number | undefined)[]

const straysIn = ({ segment }: Handling, { steps, visits }: SegmentSteps): Strays =>
  STEPS.map((step) => {
    const isStray = steps[step].status === 'done' && !visits.some((visit) => visit.step === step)
    return isStray && !segment.hasEvidence ? steps[step].enteredAt : undefined
  })

const sameStrays = rememberSame<Handling, 'strays', Strays>((a, b) => areSame(a, b))

const findStay = (
  handling: Handling,
  { visits, from: begin, to, isLast }: Way,
  skips: readonly Skip[],
  step: Step,
  stray: number | undefined,
): Stay => {
  const index = visits.findIndex((visit) => visit.step === step)
  const from = visits[index]?.from
  if (from === undefined) {
    const skip = skips.findLast((s) => s.step === step && s.at >= begin && s.at <= to)
    // Its begin is a guess: from then on words excuse, and nothing is counted or held against anybody.
    if (!skip && isLast && stray !== undefined) return { opensAt: stray, exit: endOf(handling) }
    return { skippedAt: skip?.at, exit: skip?.at, lateFrom: skip?.putRightAt }
  }
  const opensAt = handling.segment.hasEvidence ? from : (visits[index - 1]?.from ?? from)
  const end = isLast ? endOf(handling) : to
  return { from, opensAt, exit: earlier(leftAt(handling, visits, index, step), end) }
}

/** By round and step. Most words leave every stay what it was. */
const sameStay = rememberSame<Handling, string, Stay>(
  (a, b) =>
    a.from === b.from &&
    a.opensAt === b.opensAt &&
    a.exit === b.exit &&
    a.skippedAt === b.skippedAt &&
    a.lateFrom === b.lateFrom,
)

const listWays = ({ from, to }: Handling, visits: readonly StepVisit[]): Way[] => {
  const begins = visits.flatMap((visit, index) =>
    visit.step === 'need_identification' && visits[index - 1]?.step === 'closing' ? [index] : [],
  )
  return [0, ...begins].map((begin, n) => {
    const end = begins[n]
    const next = end === undefined ? undefined : visits[end]
    return {
      n: n + 1,
      isLast: end === undefined,
      from: n === 0 ? from : (visits[begin]?.from ?? from),
      to: next?.from ?? to,
      visits: visits.slice(begin, end),
    }
  })
}

const lastRounds = rememberLast(
  (
    handling: Handling,
    _: 'rounds',
    visits: readonly StepVisit[],
    skips: readonly Skip[],
    strays: Strays,
  ): readonly Round[] =>
    listWays(handling, visits).map((way) => ({
      ...way,
      stays: byStep((step) =>
        sameStay(handling, `${way.n} ${step}`, findStay(handling, way, skips, step, strays[STEPS.indexOf(step)])),
      ),
    })),
)

export const roundsOf = (handling: Handling, steps: SegmentSteps): readonly Round[] =>
  lastRounds(handling, 'rounds', steps.visits, steps.skips, sameStrays(handling, 'strays', straysIn(handling, steps)))
