import type { Clock } from '../clock.ts'
import { audienceKey, type Viewer } from '../domain/viewer.ts'
import type { Floor, FloorChanges } from '../protocol/floor-port.ts'
import type { PushLimits } from './limits.ts'
import type { LiveTransport } from './live-transport.ts'
import { createPace } from './pace.ts'
import type { PushStats } from './stats.ts'
import { changesFor, createStream, everythingFor, type Stream } from './stream.ts'

export type FeedHub = ReturnType<typeof createFeedHub>

/** The streams of one feed. Without viewers it holds none and does nothing. */
export const createFeedHub = (parts: {
  floor: Floor
  transport: LiveTransport
  clock: Clock
  limits: PushLimits
  stats: PushStats
}) => {
  const { floor, transport, clock, limits, stats } = parts
  const streams = new Map<string, Stream>()
  const agents = new Set<string>()
  const queues = new Set<string>()
  let feedDirty = false
  // A stream made again must not repeat offsets of this run: a page that still holds the old ones would see no hole.
  let highest = 0

  const say = (stream: Stream, changes: string) => {
    stream.sentAt = clock.now()
    const head = JSON.stringify({
      feed: floor.feedId,
      run: floor.run,
      offset: stream.offset,
      serverTime: stream.sentAt,
    })
    stats.frames++
    stats.deliveries += transport.send(stream.room, 'frame', `${head.slice(0, -1)},"changes":${changes}}`)
  }

  const flush = () => {
    const dirty = {
      agents: new Map([...agents].map((id) => [id, floor.agent(id)])),
      queues: new Map([...queues].map((id) => [id, floor.queue(id)])),
      feed: feedDirty ? floor.feed() : null,
    }
    agents.clear()
    queues.clear()
    feedDirty = false
    for (const stream of streams.values()) {
      const changes = changesFor(stream, dirty)
      if (changes.length === 0) continue
      stream.offset++
      highest = Math.max(highest, stream.offset)
      stream.snapshot = null
      stats.encodes++
      say(stream, JSON.stringify(changes))
    }
  }
  const pace = createPace(clock, limits.frameMs, flush)

  const gather = (changes: FloorChanges) => {
    if (streams.size === 0) return
    for (const id of changes.agents) agents.add(id)
    for (const id of changes.queues) queues.add(id)
    feedDirty ||= changes.feed
    if (agents.size > 0 || queues.size > 0 || feedDirty) pace.request()
  }
  const stopListening = floor.onChange(gather)

  const open = (key: string, viewer: Viewer): Stream => {
    const stream = createStream(`frame\n${floor.feedId}\n${key}`, viewer, ++highest, clock.now())
    streams.set(key, stream)
    stats.streams++
    return stream
  }
  const drop = (key: string) => {
    if (streams.delete(key)) stats.streams--
    if (streams.size > 0) return
    agents.clear()
    queues.clear()
    feedDirty = false
    pace.stop()
  }

  return {
    floor,
    join(peerId: string, viewer: Viewer) {
      const key = audienceKey(viewer)
      const stream = streams.get(key) ?? open(key, viewer)
      stream.peers.add(peerId)
      transport.join(peerId, stream.room)
    },
    leave(peerId: string, viewer: Viewer) {
      const key = audienceKey(viewer)
      const stream = streams.get(key)
      if (!stream?.peers.delete(peerId)) return
      transport.leave(peerId, stream.room)
      if (stream.peers.size === 0) drop(key)
    },
    /** JSON of the snapshot, or null for a viewer that has not joined. Encoded once per offset. */
    snapshot(viewer: Viewer): string | null {
      const stream = streams.get(audienceKey(viewer))
      if (!stream) return null
      if (stream.snapshot === null) {
        stream.snapshot = JSON.stringify(everythingFor(stream, floor))
        stats.snapshotEncodes++
      }
      stats.snapshots++
      const { feedId: feed, run } = floor
      const head = JSON.stringify({ feed, run, offset: stream.offset, serverTime: clock.now() })
      return `${head.slice(0, -1)},"changes":${stream.snapshot}}`
    },
    /** Lets streams that were silent for a while say where they are. */
    tick() {
      const due = clock.now() - limits.tickMs / 2
      for (const stream of streams.values()) if (stream.sentAt <= due) say(stream, '[]')
    },
    close() {
      stopListening()
      pace.stop()
      for (const key of [...streams.keys()]) drop(key)
    },
  }
}
