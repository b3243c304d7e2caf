import type { ActionUse } from '../playbook/action.ts'
import type { Duty } from '../playbook/duties.ts'
import { type Purpose, windowFrom } from './due-points.ts'
import type { Handling } from './handling.ts'
import { type Hit, hitsOf, hitsSoFar } from './hits.ts'
import type { Round, RoundSpan, Stay } from './rounds.ts'
import type { Talk } from './talk.ts'

/** What was seen done of an action, wherever the duty may look for it. */
export const seenFor = (talk: Talk, { action, matchFrom }: ActionUse): readonly Hit[] =>
  matchFrom === 'call_start' ? hitsSoFar(talk, action) : hitsOf(talk, action)

/** Of these hits those that count for the use, in order. */
export const countThose = (
  handling: Handling,
  round: RoundSpan,
  { matchFrom }: ActionUse,
  stay: Stay,
  purpose: Purpose,
  hits: readonly Hit[],
): readonly Hit[] => {
  if (hits.length === 0) return hits
  const from = windowFrom(handling, round, stay, matchFrom, purpose)
  const systemFrom = round.n === 1 || matchFrom === 'call_start' ? Number.NEGATIVE_INFINITY : round.from
  const until = round.isLast ? Number.POSITIVE_INFINITY : round.to
  return hits.filter(({ at, isSystem }) => at < until && at >= (isSystem ? systemFrom : from))
}

/** Hits that count for the duty, in order. What a system tells counts whatever step a script shows. */
export const countingHits = (
  talk: Talk,
  round: Round,
  { use, step }: Duty,
  purpose: Purpose = 'count',
): readonly Hit[] => {
  const hits = seenFor(talk, use)
  return hits.length === 0 ? hits : countThose(talk, round, use, round.stays[step], purpose, hits)
}
