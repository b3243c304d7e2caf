import type { Call } from '#server/domain/call/call.ts'
import type { Contribution } from '#server/domain/call/contributions.ts'
import { readCall } from '#server/domain/call/reading.ts'
import { shippedPlaybook } from '#server/domain/playbook/load.ts'
import type { Subject } from '#server/domain/viewer.ts'
import type { CallView } from '#server/protocol/call-view.ts'
import type { AgentStateSpan, Directory, Floor, FloorChanges, Floors, Person } from '#server/protocol/floor-port.ts'
import type { AgentRow, FeedRow, QueueRow } from '#server/protocol/live.ts'

export type ScriptedCall = { subject: Subject; view: CallView; call?: Call; contributions?: Contribution[] }

/** A floor whose contents the test sets by hand; every change is told at once, or once at the end of `together`. */
export type ScriptedFloor = Floor & {
  setAgent(row: AgentRow, teamIds: readonly string[]): void
  removeAgent(agentId: string): void
  setQueue(row: QueueRow, teamIds: readonly string[]): void
  setFeed(change: Partial<FeedRow>): void
  setCall(scripted: ScriptedCall): void
  /** The call leaves memory and the floor says so. */
  evictCall(callId: string): void
  addSpan(span: AgentStateSpan): void
  moveTo(position: number): void
  together(change: () => void): void
  listeners(): number
}

export const agentRow = (agentId: string, more: Partial<AgentRow> = {}): AgentRow => ({
  agentId,
  agentNo: agentId,
  state: 'ready',
  sub: 'none',
  alerts: [],
  ...more,
})

export const queueRow = (queueId: string, more: Partial<QueueRow> = {}): QueueRow => ({
  queueId,
  waiting: 0,
  inTalk: 0,
  evidence: { script: false, transcript: false },
  ...more,
})

export const createScriptedFloor = (feedId: string, run = 'run-1'): ScriptedFloor => {
  const agents = new Map<string, { subject: Subject; row: AgentRow }>()
  const queues = new Map<string, { subject: Subject; row: QueueRow }>()
  const calls = new Map<string, ScriptedCall>()
  const listeners = new Set<(changes: FloorChanges) => void>()
  let feed: FeedRow = {
    feedId,
    name: feedId,
    demo: false,
    health: 'live',
    offsetMs: 0,
    sources: [],
    unmatched: 0,
    unplacedAgents: 3,
  }
  let spans: AgentStateSpan[] = []
  let position = 0
  let depth = 0
  let dirty = { calls: new Set<string>(), agents: new Set<string>(), queues: new Set<string>(), feed: false }

  const tell = () => {
    if (depth > 0) return
    const changes = { feedId, position, ...dirty }
    dirty = { calls: new Set(), agents: new Set(), queues: new Set(), feed: false }
    for (const listen of listeners) listen(changes)
  }
  const change = (apply: () => void) => {
    position++
    apply()
    tell()
  }

  return {
    feedId,
    run,
    position: () => position,
    waiting: () => 0,
    take: () => {},
    connected: () => {},
    disconnected: () => {},
    heartbeat: () => {},
    peopleChanged: () => {},
    eraseCustomer: () => {},
    onChange(listen) {
      listeners.add(listen)
      return () => void listeners.delete(listen)
    },
    agentIds: () => agents.keys(),
    queueIds: () => queues.keys(),
    agent: (id) => agents.get(id),
    queue: (id) => queues.get(id),
    feed: () => feed,
    callIds: () => calls.keys(),
    call: (id) => calls.get(id)?.call,
    callView: (id) => calls.get(id),
    contributions: (id) => calls.get(id)?.contributions ?? [],
    reading: (id) => {
      const call = calls.get(id)?.call
      return call && readCall(call, { playbook: shippedPlaybook() })
    },
    drainAgentSpans() {
      const drained = spans
      spans = []
      return drained
    },
    drainPeople: () => [],
    profile: () => undefined,
    now: () => 0,
    hash: () => JSON.stringify([...calls].sort()),
    close: () => listeners.clear(),

    setAgent: (row, teamIds) =>
      change(() => {
        agents.set(row.agentId, { row, subject: { teamIds } })
        dirty.agents.add(row.agentId)
      }),
    removeAgent: (id) =>
      change(() => {
        agents.delete(id)
        dirty.agents.add(id)
      }),
    setQueue: (row, teamIds) =>
      change(() => {
        queues.set(row.queueId, { row, subject: { teamIds } })
        dirty.queues.add(row.queueId)
      }),
    setFeed: (more) =>
      change(() => {
        feed = { ...feed, ...more }
        dirty.feed = true
      }),
    setCall: (scripted) =>
      change(() => {
        calls.set(scripted.view.callId, scripted)
        dirty.calls.add(scripted.view.callId)
      }),
    evictCall: (callId) =>
      change(() => {
        calls.delete(callId)
        dirty.calls.add(callId)
      }),
    addSpan: (span) =>
      change(() => {
        spans.push(span)
        dirty.agents.add(span.agentId)
      }),
    moveTo: (to) => {
      position = to
    },
    together(apply) {
      depth++
      apply()
      depth--
      tell()
    },
    listeners: () => listeners.size,
  }
}

/** A set of floors the test adds to and takes from. */
export const createScriptedFloors = (
  ...first: Floor[]
): Floors & { put(floor: Floor): void; drop(feedId: string): void } => {
  const floors = new Map(first.map((floor) => [floor.feedId, floor]))
  const listeners = new Set<(feedId: string) => void>()
  const tell = (feedId: string) => {
    for (const listen of listeners) listen(feedId)
  }
  return {
    get: (feedId) => floors.get(feedId),
    all: () => floors.values(),
    onChange(listen) {
      listeners.add(listen)
      return () => void listeners.delete(listen)
    },
    put(floor) {
      floors.set(floor.feedId, floor)
      tell(floor.feedId)
    },
    drop(feedId) {
      floors.delete(feedId)
      tell(feedId)
    },
  }
}

/** Who is who, by agent id. */
export const createScriptedDirectory = (
  people: Record<string, Person>,
  teams: Record<string, string> = {},
): Directory => ({
  find: (_feedId, agentId) => people[agentId],
  teamName: (teamId) => teams[teamId],
  queueTeams: () => [],
})
