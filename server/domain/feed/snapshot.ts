import type { Call } from '../call/call.ts'
import type { Event } from '../event.ts'
import type { ServerFacts } from './server-facts.ts'

/** A snapshot on its way in. It takes effect when its end is seen. */
export type Snapshot = {
  /** The switch's state is as of here. */
  asOf: number
  /** Latest event before the snapshot: between the two nothing is known. */
  from: number
  calls: Set<string>
  agents: Set<string>
}

export const beginSnapshot = ({ asOf }: { asOf: string }, lastAt: number): Snapshot => ({
  asOf: Date.parse(asOf),
  from: lastAt,
  calls: new Set(),
  agents: new Set(),
})

export const noteItem = (snapshot: Snapshot | undefined, { callId, agentId }: Event): void => {
  if (callId) snapshot?.calls.add(callId)
  else if (agentId) snapshot?.agents.add(agentId)
}

/** Open calls the switch no longer knows are lost; of those it still knows, the time in between is unknown. */
export const closeSnapshot = (snapshot: Snapshot, calls: readonly Call[], facts: ServerFacts): void => {
  for (const call of calls) {
    if (call.clearedAt !== undefined || call.startedAt >= snapshot.asOf) continue
    if (!snapshot.calls.has(call.callId)) {
      if (call.lastAt < snapshot.asOf) facts.wantLost(call, snapshot.asOf)
    } else if (snapshot.from < snapshot.asOf && call.startedAt <= snapshot.from)
      facts.wantGap(call, snapshot.from, snapshot.asOf)
  }
}

/** The producer missed events between the two times: every call that lived at some time of it has a gap. */
export const gapCalls = (calls: readonly Call[], from: number, to: number, facts: ServerFacts): void => {
  for (const call of calls)
    if (call.startedAt <= to && (call.clearedAt === undefined || call.clearedAt >= from)) facts.wantGap(call, from, to)
}
