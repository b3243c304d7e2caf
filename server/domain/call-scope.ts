import type { Subject } from './viewer.ts'

/** Whose agents and queues are at a time, epoch ms. */
export type Owners = {
  agentTeams(agentId: string, at: number): readonly string[]
  /** Without a time: now. */
  queueTeams(queueId: string, at?: number): readonly string[]
}

export type OwnedSegment = { agentId: string; offeredAt?: number; answeredAt?: number }
export type OwnedWait = { queueId: string; from: number; to?: number; outcome?: string }
export type OwnedCall = {
  startedAt: number
  clearedAt?: number
  segments: readonly OwnedSegment[]
  queueVisits: readonly OwnedWait[]
}

/** When a segment's agent is asked for their team. */
export const ownedAt = (segment: OwnedSegment, call: { startedAt: number }): number =>
  segment.answeredAt ?? segment.offeredAt ?? call.startedAt

/**
 * Waits that belong to the teams of their queue: those that last, and those that ended without an answer. What an agent
 * answered is that agent's. A wait that lasts is asked for as of now, one that is over as of its end.
 */
export const ownedWaits = (call: OwnedCall): { queueId: string; at: number | undefined }[] =>
  call.queueVisits
    .filter((wait) => wait.outcome !== 'answered')
    .map((wait) => ({ queueId: wait.queueId, at: wait.to ?? call.clearedAt }))

/** Whose a call is: every team that had an agent in it, at the time it had, and the teams of the queues it waited in. */
export const callSubject = (call: OwnedCall, owners: Owners): Subject => {
  const handled = call.segments.flatMap((segment) => owners.agentTeams(segment.agentId, ownedAt(segment, call)))
  const waited = ownedWaits(call).flatMap(({ queueId, at }) => owners.queueTeams(queueId, at))
  return { teamIds: [...new Set([...handled, ...waited])] }
}
