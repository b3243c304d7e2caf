import type { AgentRow } from '#server/protocol/live.ts'
import { feedKey } from '../../../_live/store.ts'
import type { Stream } from '../../../_live/stream.ts'

/** One agent of one feed, as the floor lists it. */
export type FloorEntry = { key: string; feed: string; row: AgentRow }

/** Rows are replaced, never changed: an unchanged agent keeps its entry. */
const byRow = new WeakMap<AgentRow, FloorEntry>()

const entryOf = (feed: string, row: AgentRow): FloorEntry => {
  const known = byRow.get(row)
  if (known) return known
  const entry = { key: feedKey(feed, row.agentId), feed, row }
  byRow.set(row, entry)
  return entry
}

export const listEntries = (streams: Readonly<Record<string, Stream>>): FloorEntry[] => {
  const entries: FloorEntry[] = []
  for (const { feed, agents } of Object.values(streams)) {
    for (const row of agents.values()) entries.push(entryOf(feed, row))
  }
  return entries
}
