import type { Frame, Snapshot } from '#server/protocol/live.ts'
import { followStream, openStream, type Stream } from './stream.ts'

/** Frames kept while a snapshot is on its way; beyond it the snapshot would be too old to catch up. */
const MAX_WAITING = 600

type Inbox = { waiting: Frame[]; isAsking: boolean; overflowed: boolean }

/**
 * Collects frames between two paints and folds them into streams in one go. `ask` is called when a feed needs a
 * snapshot; its answer comes back through `opened` or `failed`.
 */
export const createFrameInbox = (ask: (feed: string) => void) => {
  const inboxes = new Map<string, Inbox>()
  const fresh = new Map<string, Snapshot>()

  const inbox = (feed: string) => {
    const known = inboxes.get(feed)
    if (known) return known
    const made: Inbox = { waiting: [], isAsking: false, overflowed: false }
    inboxes.set(feed, made)
    return made
  }
  const request = (feed: string) => {
    const box = inbox(feed)
    if (box.isAsking) return
    box.isAsking = true
    ask(feed)
  }

  return {
    request,
    take(frame: Frame) {
      const box = inbox(frame.feed)
      if (box.waiting.length >= MAX_WAITING) {
        box.waiting = []
        box.overflowed = true
      }
      box.waiting.push(frame)
    },
    opened(snapshot: Snapshot) {
      inbox(snapshot.feed).isAsking = false
      fresh.set(snapshot.feed, snapshot)
    },
    failed(feed: string) {
      inbox(feed).isAsking = false
    },
    /** Forgets everything under way: a new connection starts over. */
    clear() {
      inboxes.clear()
      fresh.clear()
    },
    /** The streams after all that arrived; the same object when nothing changed. */
    flush(streams: Readonly<Record<string, Stream>>): Readonly<Record<string, Stream>> {
      let next = streams
      for (const [feed, box] of inboxes) {
        if (box.isAsking) continue
        const snapshot = fresh.get(feed)
        fresh.delete(feed)
        const before = snapshot ? openStream(snapshot) : streams[feed]
        const frames = box.waiting
        box.waiting = []
        if (!before) {
          if (frames.length > 0) request(feed)
          continue
        }
        // Frames of another run are older than the snapshot, or the next tick of that run says so again.
        const followed = followStream(before, snapshot ? frames.filter((f) => f.run === snapshot.run) : frames)
        if (followed.stream !== streams[feed]) next = { ...next, [feed]: followed.stream }
        if (followed.lost || box.overflowed) request(feed)
        box.overflowed = false
      }
      return next
    },
  }
}
