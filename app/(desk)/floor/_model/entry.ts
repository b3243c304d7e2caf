import type { AgentRow } from '#server/protocol/live.ts'
import { feedKey } from '../../../_live/store.ts'
import type { Stream } from '../../../_live/stream.ts'

/** One agent of one feed, as the floor lists it. */
export type FloorEntry = { key: string; feed: string; row: AgentRow }

export const listEntries = (streams: Readonly<Record<string, Stream>>): FloorEntry[] => {
  const entries: FloorEntry[] = []
  for (const { feed, agents } of Object.values(streams)) {
    for (const row of agents.values()) entries.push({ key: feedKey(feed, row.agentId), feed, row })
  }
  return entries
}
