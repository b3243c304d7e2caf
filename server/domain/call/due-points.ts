import { keep } from '../keep.ts'
import type { Due } from '../playbook/action.ts'
import { scenarioOf } from '../playbook/limits.ts'
import { STEPS, type Step } from '../words.ts'
import type { StepVisit } from './call.ts'
import { hitsOf } from './hits.ts'
import { isLaterStep, type Round, type Talk } from './talk.ts'
import { dueAfter } from './timers.ts'

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

const endOf = (talk: Talk): number | undefined => (Number.isFinite(talk.to) ? talk.to : undefined)

const earlier = (a: number | undefined, b: number | undefined): number | undefined =>
  a === undefined ? b : b === undefined ? a : Math.min(a, b)

/** Where nobody told the steps their edges are blurred: one counts as left only this long after. Milliseconds. */
const SETTLE_MS = 20_000

/**
 * When the flow went on from a step somebody told: as soon as a later one began. From one that was only heard: when it was two
 * steps further for good.
 */
const leftAt = (talk: Talk, visits: readonly StepVisit[], index: number, step: Step): number | undefined => {
  if (talk.segment.hasEvidence) return visits.slice(index + 1).find((visit) => isLaterStep(visit.step, step))?.from
  const isFar = (visit: StepVisit) => STEPS.indexOf(visit.step) - STEPS.indexOf(step) >= 2
  const far = visits[visits.findLastIndex((visit) => !isFar(visit)) + 1]
  return far && far.from + SETTLE_MS
}

const findStay = (talk: Talk, round: Round, step: Step): Stay => {
  const { visits } = round
  const index = visits.findIndex((visit) => visit.step === step)
  const from = visits[index]?.from
  if (from === undefined) {
    const skip = talk.steps.skips.findLast((s) => s.step === step && s.at >= round.from && s.at <= round.to)
    return { skippedAt: skip?.at, exit: skip?.at, lateFrom: skip?.putRightAt }
  }
  const opensAt = talk.segment.hasEvidence ? from : (visits[index - 1]?.from ?? from)
  const end = round.isLast ? endOf(talk) : round.to
  return { from, opensAt, exit: earlier(leftAt(talk, visits, index, step), end) }
}

/** A round is of one reading of one talk: what was found for it holds as long as it lives. */
const staysIn = keep((_: Round) => new Map<Step, Stay>())

export const stayIn = (talk: Talk, round: Round, step: Step): Stay => {
  const stays = staysIn(round)
  const stay = stays.get(step) ?? findStay(talk, round, step)
  stays.set(step, stay)
  return stay
}

/** Speech is looked for a little before the step began: a click may follow the words. Milliseconds. */
const CLICK_MS = 5_000

/** What words are looked for: to count what was done, to excuse what may have been, or to accuse. */
export type Purpose = 'count' | 'excuse' | 'accuse'

const opening = (talk: Talk, stay: Stay, purpose: Purpose): number | undefined => {
  if (purpose === 'excuse') return stay.opensAt
  const isBlurred = purpose === 'accuse' && !talk.segment.hasEvidence
  return stay.from !== undefined && isBlurred ? stay.from + SETTLE_MS : stay.from
}

/** When a step's own words may begin. Where its edges are blurred, sooner to excuse and later to accuse. */
export const windowFrom = (
  talk: Talk,
  round: Round,
  stay: Stay,
  matchFrom: 'step_start' | 'call_start',
  purpose: Purpose,
): number => {
  if (matchFrom === 'call_start') return Number.NEGATIVE_INFINITY
  const from = opening(talk, stay, purpose) ?? stay.lateFrom ?? Number.POSITIVE_INFINITY
  return Math.max(from - CLICK_MS, round.n > 1 ? round.from : talk.from)
}

/** When the action falls due, epoch ms; undefined while that is not known, or never comes. */
export const dueAtOf = (
  talk: Talk,
  round: Round,
  stay: Stay,
  due: Due,
  trigger: number | undefined,
): number | undefined => {
  const end = endOf(talk)
  switch (due.at) {
    case 'step_exit':
    case 'before_content':
      return stay.exit
    case 'call_end':
      return round.isLast ? end : undefined
    case 'acw_end': {
      const acw = scenarioOf(talk.playbook, talk.scenario)?.acwSec.max
      return round.isLast && end !== undefined && acw !== undefined ? end + acw * 1000 : undefined
    }
    case 'before_action': {
      const hit = hitsOf(talk, due.action).find(({ at }) => at >= round.from && at < round.to)
      // Where edges are blurred it may still come before the other until the end.
      return hit?.at ?? (talk.segment.hasEvidence ? stay.exit : round.isLast ? end : round.to)
    }
    case 'before_event':
      return talk.events.find(({ name, at }) => name === due.event && at >= round.from)?.at
    case 'after_step_start': {
      const spare = talk.segment.hasEvidence ? 0 : SETTLE_MS
      const limit =
        stay.from === undefined ? undefined : dueAfter(stay.from, due.sec * 1000 + spare, talk.segment.holds)
      return stay.from === undefined ? stay.exit : earlier(limit, end)
    }
    case 'after_trigger':
      return trigger === undefined ? undefined : earlier(trigger + due.sec * 1000, end)
  }
}
