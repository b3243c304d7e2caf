import { openDatabase } from '#db/client.ts'
import { connectFeed } from '#server/adapters/feed-client.ts'
import { createNumbering } from '#server/adapters/simulate/journal.ts'
import { createWorld } from '#server/adapters/simulate/world.ts'
import { systemClock } from '#server/clock.ts'
import type { Event } from '#server/domain/event.ts'
import { shippedPlaybook } from '#server/domain/playbook/load.ts'
import { installProduct, type Product } from '#tests/support/product.ts'
import { median } from './median.ts'

/** Events per message of the feed and rows per transaction of the raw insert alike. */
const BATCH = 100
const PAIRS = 5
const RAW_CONNECTIONS = 2

export type IngestResult = {
  bench: 'ingest'
  /** Full path over raw insert, median of the pairs. */
  ratio: number
  fullPerSec: number
  rawPerSec: number
  pairs: { full: number; raw: number }[]
  events: number
  stored: number
}

/** The events a busy floor really makes, cut into equal parts. */
const makeEvents = (count: number, seed: string): { epoch: string; events: Event[] } => {
  const startMs = systemClock.now() - 20 * 60_000
  const epoch = `bench-${seed}-${startMs}`
  const world = createWorld({
    seed,
    epoch,
    startMs,
    agents: 500,
    teamSize: 13,
    speechGapMs: 5_000,
    longHoldMs: 120_000,
    playbook: shippedPlaybook(),
  })
  const number = createNumbering()
  const events = [...world.advance(startMs).drafts, ...world.snapshot()].map(number)
  for (let at = startMs; events.length < count; at += 1_000) events.push(...world.advance(at).drafts.map(number))
  return { epoch, events: events.slice(0, count) }
}

/** What the feed says, through socket, validation, sealing, log, floor and record, until the last acknowledgement. */
const runFull = async (product: Product, token: string, feedId: string, part: readonly Event[], epoch: string) => {
  const hello = { feedId, order: 'seq', epoch, program: 'bench' } as const
  const client = connectFeed({ url: product.url, token, hello, clock: systemClock, highWater: 20 * BATCH })
  const began = performance.now()
  for (let i = 0; i < part.length; i += BATCH) await client.send(part.slice(i, i + BATCH))
  await client.drained()
  const seconds = (performance.now() - began) / 1000
  const { stored } = client.counts()
  await client.close()
  return { perSec: part.length / seconds, stored }
}

/** The same rows into tables of the same shape and indexes, as fast as plain batches can. */
const runRaw = async (product: Product, part: readonly Event[], epoch: string, feedId: string) => {
  const database = openDatabase(product.databaseUrl, { role: null, max: RAW_CONNECTIONS })
  const { sql } = database
  const received = new Date(systemClock.now()).toISOString()
  const rows = part.map((event, n) => ({
    n,
    epoch,
    event_id: event.eventId,
    type: event.type,
    call_id: event.callId,
    at: event.occurredAt,
    received,
    event,
  }))
  const insert = (batch: typeof rows) => sql`
    with given as (
      select * from json_to_recordset(${JSON.stringify(batch)}::text::json) as g(
        n int, epoch text, event_id text, type text, call_id text, at timestamptz, received timestamptz, event json)
    ), keyed as (
      insert into bench_event_key (feed_id, scope, epoch, event_id, position)
      select ${feedId}, 'owner', epoch, event_id, n from given
    )
    insert into bench_event (feed_id, position, received_at, occurred_at, source, origin, epoch, event_id, type, call_id, version, event)
    select ${feedId}, n, received, at, 'feed', 'owner', epoch, event_id, type, call_id, 1, event from given`
  await sql`select 1`
  const began = performance.now()
  let next = 0
  const worker = async () => {
    for (let from = next; from < rows.length; from = next) {
      next = from + BATCH
      await insert(rows.slice(from, from + BATCH))
    }
  }
  await Promise.all(Array.from({ length: RAW_CONNECTIONS }, worker))
  const seconds = (performance.now() - began) / 1000
  await database.close()
  return rows.length / seconds
}

/** Ingest against the best raw batched insert of the same rows in the same PostgreSQL, interleaved. */
export const benchIngest = async (perPart: number, say: (line: string) => void): Promise<IngestResult> => {
  const product = await installProduct()
  try {
    const feedId = 'bench'
    const { token } = await product.addFeed(feedId)
    await product.sql.unsafe(`
      create table bench_event_key (like feed_event_key including all);
      create table bench_event (like feed_event including all);
      grant all on bench_event, bench_event_key to public`)
    await product.start()
    const { epoch, events } = makeEvents(perPart * (PAIRS + 1), '1')
    const partOf = (index: number) => events.slice(index * perPart, (index + 1) * perPart)
    // Both sides warm up on a part that does not count.
    let stored = (await runFull(product, token, feedId, partOf(0), epoch)).stored
    await runRaw(product, partOf(0), epoch, feedId)
    const pairs: IngestResult['pairs'] = []
    for (let index = 1; index <= PAIRS; index++) {
      const full = await runFull(product, token, feedId, partOf(index), epoch)
      const raw = await runRaw(product, partOf(index), epoch, feedId)
      stored += full.stored
      pairs.push({ full: Math.round(full.perSec), raw: Math.round(raw) })
      say(`pair ${index}: full path ${Math.round(full.perSec)}/s, raw insert ${Math.round(raw)}/s`)
    }
    const [counted] = await product.sql<{ n: number }[]>`
      select count(*)::int as n from feed_event where feed_id = ${feedId} and epoch = ${epoch}`
    if (counted?.n !== events.length) throw new Error(`${events.length} events were sent, ${counted?.n} are stored`)
    await product.stop()
    return {
      bench: 'ingest',
      ratio: Number(median(pairs.map(({ full, raw }) => full / raw)).toFixed(3)),
      fullPerSec: median(pairs.map(({ full }) => full)),
      rawPerSec: median(pairs.map(({ raw }) => raw)),
      pairs,
      events: events.length,
      stored,
    }
  } finally {
    await product.remove()
  }
}
