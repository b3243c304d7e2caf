import type { CanonicalEvent } from '#server/domain/event.ts'
import type { FeedClient } from '../feed-client.ts'
import { connectAloud, type readTarget } from '../feed-target.ts'
import type { ProgramIo } from '../program-io.ts'

/** Where canonical events go: a screen, a server, a test. */
export type EventSink = {
  /** Takes events in order; resolves when there is room for more. */
  send(events: readonly CanonicalEvent[]): Promise<void>
  /** Everything before this time (producer epoch ms) was sent. */
  heartbeat(atMs: number): Promise<void>
  close(): Promise<void>
}

/** Prints each event as one JSON line, in order. Heartbeats are not printed. */
export const createPrintSink = (io: ProgramIo): EventSink => {
  let tail: Promise<void> = Promise.resolve()
  const print = async (events: readonly CanonicalEvent[]): Promise<void> => {
    for (const event of events) await io.print(JSON.stringify(event))
  }
  return {
    send(events) {
      tail = tail.then(() => print(events))
      return tail
    },
    heartbeat: async () => {},
    close: () => tail,
  }
}

/** Time the events of an old boot have to be acknowledged before the new one takes over. */
const DRAIN_MS = 30_000

const toWire = ({ v: _v, feedId: _f, epoch: _e, ...event }: CanonicalEvent) => event

/**
 * Sends to a server. A new PBX boot is a new namespace of event ids and so a new hello; `onSnapshotDue` is called when
 * the server asks for a snapshot after a hello.
 */
export const createFeedSink = (
  target: ReturnType<typeof readTarget>,
  feedId: string,
  io: ProgramIo,
  onSnapshotDue: () => void,
): EventSink & { readonly ended: Promise<unknown> } => {
  let client: FeedClient | undefined
  let epoch = ''
  let fail: (reason: unknown) => void = () => {}
  const ended = new Promise<unknown>((resolve) => {
    fail = resolve
  })

  const clientOf = async (next: string): Promise<FeedClient> => {
    if (client && next === epoch) return client
    await client?.close(DRAIN_MS)
    epoch = next
    const fresh = connectAloud(
      {
        ...target,
        hello: { feedId, epoch, order: 'time', program: 'asterisk' },
        onHello: ({ snapshotDue }) => {
          if (snapshotDue) onSnapshotDue()
        },
      },
      io,
    )
    client = fresh
    void fresh.ended.then((reason) => {
      if (reason && client === fresh) fail(reason)
    })
    return fresh
  }

  /** Changing the epoch takes time; what comes meanwhile keeps its place behind it. */
  let tail: Promise<unknown> = Promise.resolve()
  const inTurn = (use: () => Promise<{ room: Promise<void> }>): Promise<void> => {
    const turn = tail.then(use)
    tail = turn.catch(() => undefined)
    return turn.then(({ room }) => room)
  }

  const queue = async (events: readonly CanonicalEvent[]): Promise<{ room: Promise<void> }> => {
    let room: Promise<void> = Promise.resolve()
    for (let from = 0; from < events.length; ) {
      const next = events[from]?.epoch ?? epoch
      let to = from
      while (to < events.length && events[to]?.epoch === next) to += 1
      const current = await clientOf(next)
      room = current.send(events.slice(from, to).map(toWire))
      room.catch(() => undefined)
      from = to
    }
    return { room }
  }

  return {
    ended,
    send: (events) => inTurn(() => queue(events)),
    heartbeat: (atMs) => inTurn(async () => ({ room: client?.heartbeat(atMs) ?? Promise.resolve() })),
    async close() {
      await tail
      await client?.close(DRAIN_MS)
    },
  }
}
