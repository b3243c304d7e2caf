import { keep } from '../keep.ts'
import type { Due } from '../playbook/action.ts'
import { scenarioOf } from '../playbook/limits.ts'
import type { Step } from '../words.ts'
import { hitsOf } from './hits.ts'
import { isLaterStep, type Round, type Talk } from './talk.ts'
import { dueAfter } from './timers.ts'

/** One step in one round: when it began, and when the flow went on to a later one. */
export type Stay = {
  from?: number
  exit?: number
  skippedAt?: number
  /** Told done later, without a stay. */
  lateFrom?: number
}

const endOf = (talk: Talk): number | undefined => (Number.isFinite(talk.to) ? talk.to : undefined)

const findStay = (talk: Talk, round: Round, step: Step): Stay => {
  const index = round.visits.findIndex((visit) => visit.step === step)
  const from = round.visits[index]?.from
  if (from === undefined) {
    const skip = talk.steps.skips.findLast((s) => s.step === step && s.at >= round.from && s.at <= round.to)
    return { skippedAt: skip?.at, exit: skip?.at, lateFrom: skip?.putRightAt }
  }
  const later = round.visits.slice(index + 1).find((visit) => isLaterStep(visit.step, step))
  return { from, exit: later?.from ?? (round.isLast ? endOf(talk) : round.to) }
}

/** A round is of one reading of one talk: what was found for it holds as long as it lives. */
const staysIn = keep((_: Round) => new Map<Step, Stay>())

export const stayIn = (talk: Talk, round: Round, step: Step): Stay => {
  const stays = staysIn(round)
  const stay = stays.get(step) ?? findStay(talk, round, step)
  stays.set(step, stay)
  return stay
}

const earlier = (a: number | undefined, b: number | undefined): number | undefined =>
  a === undefined ? b : b === undefined ? a : Math.min(a, b)

/** Speech is looked for a little before the step began: a click may follow the words. Milliseconds. */
const CLICK_MS = 5_000

/** When a step's own words may begin. */
export const windowFrom = (talk: Talk, round: Round, stay: Stay, matchFrom: 'step_start' | 'call_start'): number => {
  if (matchFrom === 'call_start') return Number.NEGATIVE_INFINITY
  const from = stay.from ?? stay.lateFrom ?? Number.POSITIVE_INFINITY
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
      return hit?.at ?? stay.exit
    }
    case 'before_event':
      return talk.events.find(({ name, at }) => name === due.event && at >= round.from)?.at
    case 'after_step_start': {
      const limit = stay.from === undefined ? undefined : dueAfter(stay.from, due.sec * 1000, talk.segment.holds)
      return stay.from === undefined ? stay.exit : earlier(limit, end)
    }
    case 'after_trigger':
      return trigger === undefined ? undefined : earlier(trigger + due.sec * 1000, end)
  }
}
