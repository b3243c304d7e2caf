import { scenarioOf } from '../playbook/limits.ts'
import type { Severity, Step } from '../words.ts'
import type { About, Evidence } from './call.ts'
import { countingHits } from './counting-hits.ts'
import { hasGap } from './durations.ts'
import { actionOf, type Hit, hitsOf, isHinted } from './hits.ts'
import type { Saying } from './listening.ts'
import type { Round } from './rounds.ts'
import type { Talk } from './talk.ts'
import { dueAfter } from './timers.ts'

/** Words nobody should use. */
export type ProhibitedHit = { about: About; severity: Severity; at: number; utteranceId: string; evidence: Evidence[] }

const toEvidence = ({ word: { utterance }, hit: { from, to } }: Saying): Evidence => ({
  eventId: utterance.utteranceId,
  at: utterance.at,
  kind: 'utterance',
  text: utterance.text,
  said: { utteranceId: utterance.utteranceId, from, to },
})

const firstExact = (sayings: readonly Saying[] | undefined): Saying | undefined =>
  sayings?.find(({ hit }) => hit.isExact)

const toProhibited = (saying: Saying, about: About, severity: Severity): ProhibitedHit => {
  const { utteranceId, at } = saying.word.utterance
  return { about, severity, at, utteranceId, evidence: [toEvidence(saying)] }
}

/** The first time each forbidden family, and each action a playbook forbids, was heard of the agent. */
export const readProhibited = ({ playbook, said, duties }: Talk): ProhibitedHit[] => {
  const found: ProhibitedHit[] = []
  for (const { id, label, severity } of playbook.forbidden) {
    const saying = firstExact(said.forbidden.get(id))
    if (saying) found.push(toProhibited(saying, { id, ...label }, severity))
  }
  for (const { use } of duties) {
    if (use.level !== 'prohibited' || found.some(({ about }) => about.id === use.action)) continue
    const saying = firstExact(said.action.get(use.action))
    if (saying) found.push(toProhibited(saying, { id: use.action, ...use.label }, use.severity))
  }
  return found
}

/**
 * A plan that was told and is to be confirmed within a limit. Whether it still can be is known at once; whether nobody did
 * is known only as far as the talk was heard.
 */
export type Plan = {
  round: number
  toldAt: number
  limitMs: number
  /** The end of its limit; undefined while a hold stops the clock. */
  dueAt?: number
  confirmedAt?: number
  /** It waits for its confirmation, and one would be heard. */
  isOpen: boolean
  /** It was confirmed within its limit, and that is over. */
  isConfirmed: boolean
  /** By the end of its limit nobody had confirmed it, everything up to then heard. */
  isMissed: boolean
  evidence: Evidence[]
}

type Wanted = NonNullable<ReturnType<typeof scenarioOf>>['confirmation']

const firstPlanIn = (talk: Talk, round: Round, { after }: NonNullable<Wanted>): Hit | undefined => {
  let first: Hit | undefined
  for (const duty of talk.duties) {
    if (!after.includes(duty.use.action)) continue
    for (const hit of countingHits(talk, round, duty))
      if (hit.at >= round.from && (!first || hit.at < first.at)) first = hit
  }
  return first
}

/** Whether a confirmation may have been said in words nobody thought of. */
const mayBeConfirmed = (talk: Talk, { by }: NonNullable<Wanted>, from: number, until: number): boolean =>
  talk.duties.some(({ use }) => by.includes(use.action) && isHinted(talk, use, from, until))

const readPlan = (talk: Talk, round: Round, wanted: NonNullable<Wanted>): Plan[] => {
  const plan = firstPlanIn(talk, round, wanted)
  if (!plan) return []
  const { segment, listening } = talk
  const limitMs = wanted.withinSec * 1000
  const dueAt = dueAfter(plan.at, limitMs, segment.holds)
  const said = wanted.by.flatMap((action) => hitsOf(talk, action)).map(({ at }) => at)
  const entered = round.visits.filter(({ step }) => step === 'confirmation').map(({ from }) => from)
  const confirmations = [...said, ...entered].filter((at) => at >= plan.at && at <= talk.to)
  const confirmedAt = confirmations.length > 0 ? Math.min(...confirmations) : undefined
  const isPast = dueAt !== undefined && dueAt < Math.min(talk.to, round.to)
  const isInTime = dueAt !== undefined && confirmedAt !== undefined && confirmedAt <= dueAt
  return [
    {
      round: round.n,
      toldAt: plan.at,
      limitMs,
      dueAt,
      confirmedAt,
      isOpen: confirmedAt === undefined && round.isLast && segment.endedAt === undefined && listening.state === 'open',
      isConfirmed: isPast && isInTime,
      isMissed:
        isPast &&
        !isInTime &&
        listening.isCompleteUntil(dueAt) &&
        !hasGap(segment, plan.at, dueAt) &&
        !mayBeConfirmed(talk, wanted, plan.at, dueAt),
      evidence: [plan.evidence],
    },
  ]
}

/** Where a playbook wants a plan confirmed soon: the first plan of each round, and what became of it. */
export const readPlans = (talk: Talk): Plan[] => {
  const wanted = scenarioOf(talk.playbook, talk.scenario)?.confirmation
  return wanted ? talk.rounds.flatMap((round) => readPlan(talk, round, wanted)) : []
}

/** A step a script ticked off while nothing that belongs to it was heard. */
export type Unsaid = { step: Step; at: number; eventId: string }

const SLACK_MS = 5_000

/** Steps ticked and left whose stay was listened to from end to end, and in which none of their words fell. */
export const readUnsaid = (talk: Talk): Unsaid[] =>
  talk.steps.visits.flatMap((visit) => {
    const { step, from, to, eventId } = visit
    const record = talk.steps.steps[step]
    if (to === undefined || record.source !== 'script' || record.status !== 'done') return []
    const spoken = talk.duties.filter(
      ({ step: of, use }) =>
        of === step && use.level !== 'prohibited' && actionOf(talk.playbook, use.action)?.evidence.includes('speech'),
    )
    if (spoken.length === 0 || !talk.listening.isCompleteUntil(to)) return []
    const isIn = (at: number) => at >= from - SLACK_MS && at <= to + SLACK_MS
    const isSaid = (hits: readonly Hit[]) => hits.some(({ at }) => isIn(at))
    if (spoken.some(({ use }) => isSaid(hitsOf(talk, use.action)))) return []
    // The customer's own words tell the need, too.
    const isTold =
      step === 'need_identification' &&
      talk.words.some(({ at, utterance }) => isIn(at) && utterance.role === 'customer')
    return isTold ? [] : [{ step, at: to, eventId }]
  })
