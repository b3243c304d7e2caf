import type { AgentRow, FeedRow, Frame, QueueRow, Snapshot } from '#server/protocol/live.ts'

/** What this page knows of one feed. Replaced, never changed in place. */
export type Stream = {
  feed: string
  run: string
  offset: number
  /** Server time of the last frame, epoch ms. */
  heardAt: number
  row?: FeedRow
  agents: ReadonlyMap<string, AgentRow>
  queues: ReadonlyMap<string, QueueRow>
}

type Draft = { row?: FeedRow; agents: Map<string, AgentRow>; queues: Map<string, QueueRow> }

const put = <T>(map: Map<string, T>, id: string, row: T | null) => {
  if (row === null) map.delete(id)
  else map.set(id, row)
}

const apply = (draft: Draft, changes: Frame['changes']) => {
  for (const change of changes) {
    if (change.kind === 'agent') put(draft.agents, change.id, change.row)
    else if (change.kind === 'queue') put(draft.queues, change.id, change.row)
    else draft.row = change.row
  }
}

export const openStream = (snapshot: Snapshot): Stream => {
  const draft: Draft = { agents: new Map(), queues: new Map() }
  apply(draft, snapshot.changes)
  const { feed, run, offset, serverTime } = snapshot
  return { feed, run, offset, heardAt: serverTime, ...draft }
}

export type Followed = { stream: Stream /** A hole or a new run: only a snapshot helps. */; lost: boolean }

/** Applies the frames that continue `stream`, drops those it has, and stops at the first that does not fit. */
export const followStream = (stream: Stream, frames: readonly Frame[]): Followed => {
  let { offset, heardAt } = stream
  const kept: Frame['changes'][] = []
  let isLost = false
  for (const frame of frames) {
    if (frame.run !== stream.run) {
      isLost = true
      break
    }
    if (frame.changes.length === 0 ? frame.offset > offset : frame.offset > offset + 1) {
      isLost = true
      break
    }
    heardAt = Math.max(heardAt, frame.serverTime)
    if (frame.offset <= offset) continue
    offset = frame.offset
    kept.push(frame.changes)
  }
  if (kept.length === 0) {
    const same = heardAt === stream.heardAt
    return { stream: same ? stream : { ...stream, heardAt }, lost: isLost }
  }
  const draft: Draft = { row: stream.row, agents: new Map(stream.agents), queues: new Map(stream.queues) }
  for (const changes of kept) apply(draft, changes)
  return { stream: { ...stream, offset, heardAt, ...draft }, lost: isLost }
}
