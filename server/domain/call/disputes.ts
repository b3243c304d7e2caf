import type { EventOf } from '../event.ts'
import type { Playbook } from '../playbook/playbook.ts'
import { type DisputeState, RULES, STEPS } from '../words.ts'
import type { Call, Dispute, Ruling, Verdict } from './call.ts'

const rulingOf = ({ by, byId, reason }: Omit<Ruling, 'at'>, at: number): Ruling => ({
  by,
  ...(byId === undefined ? {} : { byId }),
  at,
  reason,
})

/** The first dispute of a verdict stands. */
export const applyDispute = (call: Call, { data }: EventOf<'verdict.disputed'>, at: number): void => {
  call.disputes[data.key] ??= { ...rulingOf(data, at), dueAt: Date.parse(data.dueAt) }
}

/** The first decision stands; one about a verdict nobody disputed says nothing. */
export const applyRuling = (call: Call, { data }: EventOf<'dispute.decided'>, at: number): void => {
  const dispute = call.disputes[data.key]
  if (dispute) dispute.decided ??= { ...rulingOf(data, at), outcome: data.outcome }
}

export const isOverturned = (call: Pick<Call, 'disputes'>, key: string): boolean =>
  call.disputes[key]?.decided?.outcome === 'overturned'

/** What a verdict was about; of one that is gone as far as its key tells it. */
export type Disputed = Pick<Verdict, 'key' | 'rule' | 'segmentId' | 'agentId' | 'step' | 'level' | 'about'> &
  Partial<Pick<Verdict, 'severity'>>

/** `rule|subject|episode`; the subject of a handling is its id, or that and what it is about behind a colon. */
export const readKey = (
  call: Pick<Call, 'segments'>,
  key: string,
  { actions }: Pick<Playbook, 'actions'>,
): Disputed | undefined => {
  const [name, ...rest] = key.split('|')
  const rule = RULES.find((one) => one === name)
  if (!rule) return undefined
  const subject = rest.slice(0, -1).join('|')
  const segment = call.segments.find(({ segmentId: id }) => subject === id || subject.startsWith(`${id}:`))
  const id = segment && subject.slice(segment.segmentId.length + 1)
  const step = STEPS.find((one) => one === id)
  const isNamed = id !== undefined && /^[A-Z][A-Z0-9_]+$/.test(id)
  return {
    key,
    rule,
    segmentId: segment?.segmentId,
    agentId: segment?.agentId,
    step,
    about: isNamed ? { id, ...(actions.find((action) => action.id === id)?.label ?? { zh: id, en: id }) } : undefined,
  }
}

export type DisputeReading = Disputed & { dueAt: number; state: DisputeState; dispute: Dispute }

/** A verdict a late event undid has nothing left to decide; what was decided before stays decided. */
const stateOf = ({ decided }: Dispute, isJudged: boolean): DisputeState =>
  decided?.outcome ?? (isJudged ? 'pending' : 'moot')

export const disputedOf = ({ key, rule, severity, segmentId, agentId, step, level, about }: Verdict): Disputed => ({
  key,
  rule,
  severity,
  segmentId,
  agentId,
  step,
  level,
  about,
})

/** Every dispute of a call with where it stands, oldest first. */
export const readDisputes = (
  call: Call,
  verdicts: readonly Verdict[],
  playbook: Pick<Playbook, 'actions'>,
): DisputeReading[] => {
  const byKey = new Map(verdicts.map((verdict) => [verdict.key, verdict]))
  return Object.entries(call.disputes)
    .flatMap(([key, dispute]) => {
      const verdict = byKey.get(key)
      const what = verdict ? disputedOf(verdict) : readKey(call, key, playbook)
      const { dueAt } = verdict ?? dispute
      return what ? [{ ...what, dueAt, state: stateOf(dispute, verdict !== undefined), dispute }] : []
    })
    .sort((a, b) => a.dispute.at - b.dispute.at || (a.key < b.key ? -1 : 1))
}
