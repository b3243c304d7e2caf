import type { Call } from '../call/call.ts'
import type { CallFold } from '../call/fold.ts'
import type { JoinedWords } from './joined-words.ts'
import type { ServerFacts } from './server-facts.ts'

type Calls = ReadonlyMap<string, CallFold>

/** How long a cleared call stays in memory, and how long a silent one counts as live. Milliseconds. */
export const KEEP_CLEARED_MS = 15 * 60_000
const IDLE_LOST_MS = 24 * 60 * 60_000
/** Joined words named in one entry. */
const MAX_NAMED = 1_000

/** Ended so long before the feed's last event that it leaves memory at the next sweep. */
export const isSpent = ({ clearedAt, lastAt }: Call, feedLastAt: number): boolean =>
  clearedAt !== undefined && Math.max(clearedAt, lastAt) + KEEP_CLEARED_MS < feedLastAt

/** Has written down what joined calls without naming them. */
export const nameJoined = (joined: JoinedWords, calls: Calls, facts: ServerFacts): void => {
  for (const { callId, entries } of joined.unnamed()) {
    const call = calls.get(callId)?.call
    const positions = entries.map(({ position }) => position).slice(0, MAX_NAMED)
    if (call) facts.wantJoined(call, positions)
    joined.settle(callId, positions)
  }
}

/** Has cleared as lost what has been silent for a day. */
export const loseSilent = (calls: Calls, watermark: number, facts: ServerFacts): void => {
  for (const { call } of calls.values())
    if (call.clearedAt === undefined && call.lastAt + IDLE_LOST_MS < watermark) facts.wantLost(call, watermark)
}
