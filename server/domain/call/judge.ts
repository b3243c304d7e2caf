import type { Playbook } from '../playbook/limits.ts'
import { useOf } from '../playbook/policy.ts'
import type { RuleSet } from '../rules.ts'
import type { Call, Verdict } from './call.ts'
import { type Candidate, keyOf } from './candidate.ts'
import { isOverturned } from './disputes.ts'
import { judgeActions } from './judge-actions.ts'
import { judgeFlow } from './judge-flow.ts'
import { judgeLevel } from './judge-level.ts'
import { readLevels } from './levels.ts'
import { readCall } from './reading.ts'
import { scenarioUntil } from './scenario.ts'

export type Law = { playbook: Playbook; rules: RuleSet }

export type Judgement = {
  /** What holds or held by the watermark, in order of time. */
  verdicts: Verdict[]
  /** When, by the feed's clock, the next verdict falls due if nothing more is heard; undefined = never. */
  nextDue: number | undefined
}

/**
 * What is wrong with the call as far as the watermark reaches (epoch ms of the feed's clock). A pure function: late
 * events make verdicts appear and vanish, they never leave a trace.
 */
export const judge = (call: Call, law: Law, watermark: number): Judgement => {
  const candidates: Candidate[] = []
  for (const reading of readCall(call, law).segments) {
    const { role, answeredAt } = reading.segment
    if (role === 'owner' && answeredAt !== undefined)
      candidates.push(...judgeFlow(call, reading, law), ...judgeActions(call, reading, law))
  }
  candidates.push(...judgeLevel(call, law, watermark))

  const due: Candidate[] = []
  let nextDue = Number.POSITIVE_INFINITY
  for (const candidate of candidates) {
    if (law.rules.off.includes(candidate.rule)) continue
    if (candidate.dueAt <= watermark) due.push(candidate)
    else nextDue = Math.min(nextDue, candidate.dueAt)
  }
  // A level heard may fade, or be told, without anything more falling due.
  for (const { at } of readLevels(call).changes) if (at > watermark) nextDue = Math.min(nextDue, at)
  return {
    verdicts: due
      .map((candidate) => toVerdict(call, candidate, law))
      .sort((a, b) => a.dueAt - b.dueAt || (a.key < b.key ? -1 : 1)),
    nextDue: nextDue < Number.POSITIVE_INFINITY ? nextDue : undefined,
  }
}

const toVerdict = (call: Call, { subject, episode, ...rest }: Candidate, law: Law): Verdict => {
  const verdict = { ...rest, severity: law.rules.severities[rest.rule] ?? rest.severity }
  const endedAt = call.segments.find((segment) => segment.segmentId === rest.segmentId)?.endedAt
  const isTooLate = endedAt !== undefined && endedAt <= rest.dueAt
  const key = keyOf(rest.rule, subject, episode)
  return {
    ...verdict,
    ...(isOverturned(call, key) && { isOverturned: true as const }),
    as: useOf(law.playbook, verdict, scenarioUntil(call, endedAt), isTooLate),
    key,
  }
}
