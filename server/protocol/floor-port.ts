import type { NamedPerson, SaidProfile } from '../domain/agent/agent.ts'
import type { Call } from '../domain/call/call.ts'
import type { Contribution } from '../domain/call/contributions.ts'
import type { CallReading } from '../domain/call/reading.ts'
import type { CustomerErasure } from '../domain/customer-erasure.ts'
import type { StoredEntry } from '../domain/event-log.ts'
import type { ResolvedPerson } from '../domain/people/person.ts'
import type { Subject } from '../domain/viewer.ts'
import type { FeedOrigin } from '../domain/words.ts'
import type { CallView } from './call-view.ts'
import type { AgentRow, FeedRow, QueueRow } from './live.ts'

/** Ids that changed since the last change note. The floor reuses nothing of it afterwards. */
export type FloorChanges = {
  feedId: string
  /** Log position the floor has reached. */
  position: number
  calls: ReadonlySet<string>
  agents: ReadonlySet<string>
  queues: ReadonlySet<string>
  feed: boolean
}

/** An agent's time in one state, as the record keeps it. `to` absent: still in it. */
export type AgentStateSpan = {
  agentId: string
  state: AgentRow['state']
  sub: AgentRow['sub']
  reason?: string
  from: number
  to?: number
  derived: boolean
}

/** The live floor of one feed as push, record, commands and health see it. All reads are synchronous and cheap. */
export type Floor = {
  readonly feedId: string
  /** Minted at start; a viewer that sees another run takes a snapshot. */
  readonly run: string
  position(): number
  /** How many calls changed and were not judged since; a floor that keeps up has none for long. */
  waiting(): number
  /** Folds committed entries in position order; ignores positions it has. */
  take(entries: readonly StoredEntry[]): void
  /** A connection said hello: from here on nothing is judged until `take` saw the snapshot's end, unless `resumed`. */
  connected(
    origin: FeedOrigin,
    hello: { epoch: string; order: 'seq' | 'time'; resumed: boolean; demo: boolean; name: string },
  ): void
  disconnected(origin: FeedOrigin): void
  /** All before `at` (producer epoch ms) is committed and folded. */
  heartbeat(origin: FeedOrigin, at: number): void
  /** Names, teams or memberships changed: every row is looked at again. */
  peopleChanged(): void
  /** Takes a customer out of the entries held, as was done in the log. */
  eraseCustomer(erasure: CustomerErasure): void
  /** Calls `listen` after each fold, heartbeat or deadline that changed something; returns an unsubscribe. */
  onChange(listen: (changes: FloorChanges) => void): () => void

  agentIds(): Iterable<string>
  queueIds(): Iterable<string>
  agent(agentId: string): { subject: Subject; row: AgentRow } | undefined
  queue(queueId: string): { subject: Subject; row: QueueRow } | undefined
  /** `unplacedAgents` always filled; push strips it from audiences that may not place agents. */
  feed(): FeedRow
  callIds(): Iterable<string>
  call(callId: string): Call | undefined
  callView(callId: string): { subject: Subject; view: CallView } | undefined
  contributions(callId: string): Contribution[]
  reading(callId: string): CallReading | undefined
  /** State spans that began or ended since the last call of this function. */
  drainAgentSpans(): AgentStateSpan[]
  /** People the feed named since the last call of this function, in the order of the log. */
  drainPeople(): NamedPerson[]
  /** What the feed said of an agent, before anybody asked who that is. */
  profile(agentId: string): SaidProfile | undefined
  /** Now by the feed's clock; epoch ms. */
  now(): number
  /** Deterministic digest of calls, steps, verdicts and agents; equal for equal logs. */
  hash(): string
  close(): void
}

/** Who an agent id is at a time: from the organisation's tables. Kept in memory, refreshed after each change. */
export type Directory = {
  find(feedId: string, agentId: string, at: number): Person | undefined
  teamName(teamId: string): string | undefined
  /** Teams that work a queue at a time (epoch ms), or now: those of the agents seen on it, plus those assigned to it. */
  queueTeams(feedId: string, queueId: string, at?: number): readonly string[]
}
/** With `isIdentified` number and name are a person's, whatever the feed says of the agent. */
export type Person = ResolvedPerson

/** The floors of this process, by feed. `onChange` tells of a feed whose floor came, went or was made anew. */
export type Floors = {
  get(feedId: string): Floor | undefined
  all(): Iterable<Floor>
  onChange(listen: (feedId: string) => void): () => void
}
