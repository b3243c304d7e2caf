import { canPlaceAgents, canSee, type Subject, type Viewer } from '../domain/viewer.ts'
import type { Floor } from '../protocol/floor-port.ts'
import type { AgentRow, Change, FeedRow, QueueRow } from '../protocol/live.ts'

export type Seen<Row> = { subject: Subject; row: Row } | undefined

/** One audience's view of one feed: everybody in it reads the same bytes. */
export type Stream = {
  readonly room: string
  /** Any one of its viewers: all of them see the same. */
  readonly audience: Viewer
  readonly peers: Set<string>
  /** Rows its readers hold, so that one that leaves the scope is taken away from them. */
  readonly held: Set<string>
  offset: number
  /** JSON of the snapshot's changes at `offset`. */
  snapshot: string | null
  sentAt: number
}

export const createStream = (room: string, audience: Viewer, offset: number, now: number): Stream => ({
  room,
  audience,
  peers: new Set(),
  held: new Set(),
  offset,
  snapshot: null,
  sentAt: now,
})

/** What the floor holds for the ids of one tick, read once for all streams. */
export type Dirty = {
  agents: Map<string, Seen<AgentRow>>
  queues: Map<string, Seen<QueueRow>>
  feed: FeedRow | null
}

/**
 * That a feed or what joins it is silent concerns everybody who looks: nothing may be quietly old. What else a feed knows
 * of itself is for those who see all of it.
 */
const feedChange = (stream: Stream, row: FeedRow): Change => {
  const { audience } = stream
  const scoped =
    audience.teams === 'all'
      ? row
      : {
          ...row,
          unmatched: undefined,
          sources: row.sources.map((source) => ({ ...source, name: source.origin })),
        }
  return {
    kind: 'feed',
    id: row.feedId,
    row: canPlaceAgents(audience) ? scoped : { ...scoped, unplacedAgents: undefined },
  }
}

const rowChange = <Kind extends 'agent' | 'queue', Row>(
  stream: Stream,
  kind: Kind,
  id: string,
  seen: Seen<Row>,
): { kind: Kind; id: string; row: Row | null } | null => {
  const holding = `${kind}:${id}`
  if (seen && canSee(stream.audience, seen.subject)) {
    stream.held.add(holding)
    return { kind, id, row: seen.row }
  }
  return stream.held.delete(holding) ? { kind, id, row: null } : null
}

/** The changes this stream's readers must hear of; notes what they hold afterwards. */
export const changesFor = (stream: Stream, dirty: Dirty): Change[] => {
  const changes: Change[] = []
  for (const [id, seen] of dirty.agents) {
    const change = rowChange(stream, 'agent', id, seen)
    if (change) changes.push(change)
  }
  for (const [id, seen] of dirty.queues) {
    const change = rowChange(stream, 'queue', id, seen)
    if (change) changes.push(change)
  }
  if (dirty.feed) changes.push(feedChange(stream, dirty.feed))
  return changes
}

/** Everything of the floor this stream's readers may see. */
export const everythingFor = (stream: Stream, floor: Floor): Change[] => {
  const agents = new Map([...floor.agentIds()].map((id) => [id, floor.agent(id)]))
  const queues = new Map([...floor.queueIds()].map((id) => [id, floor.queue(id)]))
  return changesFor(stream, { agents, queues, feed: floor.feed() }).filter((change) => change.row !== null)
}
