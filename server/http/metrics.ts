import { Counter, collectDefaultMetrics, Gauge, Registry } from 'prom-client'
import type { Clock } from '../clock.ts'
import type { Floors } from '../protocol/floor-port.ts'
import type { Route } from './create-http.ts'

/** What the server counts, as read at the moment it is asked. */
export type Counts = {
  ingest(): {
    stored: number
    duplicates: number
    dead: number
    foreign: number
    connections: number
    feeds: readonly { feedId: string; queued: number; isUp: boolean }[]
  }
  push(): { peers: number; streams: number; frames: number; deliveries: number; snapshots: number; refused: number }
  record(): readonly { feedId: string; position: number; dirty: number; unrecordable: number }[]
  floors: Floors
}

/** Prometheus text of the whole process. */
export const createMetricsRoute = (counts: Counts, clock: Clock): Route => {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })

  const counter = (name: string, help: string, read: () => number) =>
    new Counter({
      name: `linewarden_${name}`,
      help,
      registers: [registry],
      collect() {
        this.reset()
        this.inc(read())
      },
    })
  const gauge = (name: string, help: string, read: () => number) =>
    new Gauge({
      name: `linewarden_${name}`,
      help,
      registers: [registry],
      collect() {
        this.set(read())
      },
    })
  const perFeed = (name: string, help: string, read: () => Iterable<readonly [feedId: string, value: number]>) =>
    new Gauge({
      name: `linewarden_${name}`,
      help,
      labelNames: ['feed'],
      registers: [registry],
      collect() {
        this.reset()
        for (const [feed, value] of read()) this.set({ feed }, value)
      },
    })

  const { ingest, push, record, floors } = counts
  counter('events_stored_total', 'Events committed to the log.', () => ingest().stored)
  counter('events_duplicate_total', 'Events that were in the log already.', () => ingest().duplicates)
  counter('events_dead_total', 'Events that could not be used.', () => ingest().dead)
  counter('events_unknown_total', 'Events stored whose type this version does not know.', () => ingest().foreign)
  gauge('feed_connections', 'Live connections on /feed.', () => ingest().connections)
  perFeed('feed_queued', 'Entries waiting for the database.', () => ingest().feeds.map((f) => [f.feedId, f.queued]))
  perFeed('feed_log_up', '1 while the log of the feed can be written.', () =>
    ingest().feeds.map((f) => [f.feedId, f.isUp ? 1 : 0]),
  )

  gauge('viewers', 'Live connections on /live.', () => push().peers)
  gauge('streams', 'Streams with at least one viewer.', () => push().streams)
  counter('frames_total', 'Frames sent, those without changes included.', () => push().frames)
  counter('deliveries_total', 'Frames times readers.', () => push().deliveries)
  counter('snapshots_total', 'Snapshots taken by viewers.', () => push().snapshots)
  counter('live_refused_total', 'Handshakes and requests on /live that were refused.', () => push().refused)

  const eachFloor = <T>(read: (floor: ReturnType<Floors['get']> & object) => T) =>
    [...floors.all()].map((floor) => [floor.feedId, read(floor)] as const)
  const count = (items: Iterable<unknown>) => [...items].length
  perFeed('feed_lag_seconds', 'Since the feed was last heard.', () =>
    eachFloor((floor) => floor.feed().lastAt)
      .filter((one): one is readonly [string, number] => one[1] !== undefined)
      .map(([feedId, lastAt]) => [feedId, Math.max(0, clock.now() - lastAt) / 1000] as const),
  )
  perFeed('floor_calls', 'Calls the floor holds.', () => eachFloor((floor) => count(floor.callIds())))
  perFeed('floor_agents', 'Agents the floor holds.', () => eachFloor((floor) => count(floor.agentIds())))
  perFeed('floor_position', 'Log position the floor has reached.', () => eachFloor((floor) => floor.position()))
  perFeed('floor_waiting', 'Calls that changed and were not judged since.', () => eachFloor((floor) => floor.waiting()))
  perFeed('record_position', 'Log position the record has reached.', () =>
    record().map((one) => [one.feedId, one.position]),
  )
  perFeed('record_waiting', 'Calls that wait to be recorded.', () => record().map((one) => [one.feedId, one.dirty]))

  return async (_, response) => {
    const text = await registry.metrics()
    response.writeHead(200, { 'content-type': registry.contentType, 'cache-control': 'no-store' })
    response.end(text)
  }
}
