import type { Due } from '../playbook/action.ts'
import { scenarioOf } from '../playbook/limits.ts'
import type { Handling } from './handling.ts'
import type { Hit } from './hits.ts'
import { earlier, endOf, type RoundSpan, SETTLE_MS, type Stay } from './rounds.ts'
import { dueAfter } from './timers.ts'

/** Speech is looked for a little before the step began: a click may follow the words. Milliseconds. */
const CLICK_MS = 5_000

/** What words are looked for: to count what was done, to excuse what may have been, or to accuse. */
export type Purpose = 'count' | 'excuse' | 'accuse'

const opening = (talk: Handling, stay: Stay, purpose: Purpose): number | undefined => {
  if (purpose === 'excuse') return stay.opensAt
  const isBlurred = purpose === 'accuse' && !talk.segment.hasEvidence
  return stay.from !== undefined && isBlurred ? stay.from + SETTLE_MS : stay.from
}

/** When a step's own words may begin. Where its edges are blurred, sooner to excuse and later to accuse. */
export const windowFrom = (
  talk: Handling,
  round: RoundSpan,
  stay: Stay,
  matchFrom: 'step_start' | 'call_start',
  purpose: Purpose,
): number => {
  if (matchFrom === 'call_start') return Number.NEGATIVE_INFINITY
  const from = opening(talk, stay, purpose) ?? stay.lateFrom ?? Number.POSITIVE_INFINITY
  return Math.max(from - CLICK_MS, round.n > 1 ? round.from : talk.from)
}

/**
 * When the action falls due, epoch ms; undefined while that is not known, or never comes. `others`: when the action it is
 * to come before was done.
 */
export const dueAtOf = (
  talk: Handling,
  round: RoundSpan,
  stay: Stay,
  due: Due,
  trigger: number | undefined,
  others: readonly Hit[],
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
      const hit = others.find(({ at }) => at >= round.from && at < round.to)
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
