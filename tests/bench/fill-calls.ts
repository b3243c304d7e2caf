import type { Sql } from '#db/client.ts'
import { addFeed } from '#db/writes/add-feed.ts'
import { appendEntries } from '#db/writes/append-entries.ts'
import { claimFeed } from '#db/writes/claim-feed.ts'
import { makeRecordPartitions } from '#db/writes/make-record-partitions.ts'
import { createNumbering, type Draft, toIso } from '#server/adapters/simulate/journal.ts'
import { createWorld } from '#server/adapters/simulate/world.ts'
import { systemClock } from '#server/clock.ts'
import type { Event } from '#server/domain/event.ts'
import type { NewEntry } from '#server/domain/event-log.ts'
import type { LawBook } from '#server/domain/feed/law-book.ts'
import { shippedPlaybook } from '#server/domain/playbook/load.ts'
import { DEFAULT_RULES } from '#server/domain/rules.ts'

const FEED = 'bench'
const MINUTE = 60_000
const AGENTS = 600
const SPEECH_GAP_MS = 5_000
/** Entries a statement. */
const PART = 2_000

type Filled = { calls: number; events: number }
type Stored = { callId: string; startedAt: number; clearedAt: number }

const saveCalls = async (sql: Sql, calls: readonly Stored[]): Promise<void> => {
  const rows = calls.map(({ callId, startedAt, clearedAt }) => ({
    id: callId,
    started: toIso(startedAt),
    cleared: toIso(clearedAt),
  }))
  await sql`
    insert into call (feed_id, call_id, direction, state, started_at, cleared_at, hold_count, transfers, scenario_source,
                      level, peak_level, view)
    select ${FEED}, c.id, 'inbound', 'cleared', c.started, c.cleared, 0, 0, 'none', 0, 0, '{}'
    from json_to_recordset(${JSON.stringify(rows)}::text::json) as c(id text, started timestamptz, cleared timestamptz)`
}

/**
 * Puts a made-up floor's calls into the log, with words, the server's pins and what the record says of their beginning and
 * end, until so many have ended.
 */
export const fillCalls = async (
  sql: Sql,
  wanted: number,
  versions: LawBook['current'],
  say: (line: string) => void,
): Promise<Filled> => {
  const startMs = systemClock.now() - 24 * 60 * MINUTE
  const epoch = 'bench-fill'
  await addFeed(sql, { name: FEED, origin: 'owner' })
  const { term } = await claimFeed(sql, FEED, 'bench')
  for (const day of new Set([startMs, systemClock.now()].map((at) => toIso(at).slice(0, 10))))
    await makeRecordPartitions(sql, [{ parent: 'call', day }])
  const world = createWorld({
    seed: '1',
    epoch,
    startMs,
    agents: AGENTS,
    teamSize: 13,
    longHoldMs: DEFAULT_RULES.longHoldSec.max * 1_000,
    playbook: shippedPlaybook(),
    speechGapMs: SPEECH_GAP_MS,
  })
  world.advance(startMs)
  const number = createNumbering()
  const begun = new Map<string, number>()
  const filled: Filled = { calls: 0, events: 0 }

  const pinOf = (callId: string, at: number): NewEntry => {
    const pin = { eventId: `pin:${callId}`, occurredAt: toIso(at), callId, type: 'call.pinned' }
    const event = { ...pin, data: versions } as Event
    return { source: 'server', origin: 'owner', epoch: 'server', event, receivedAt: systemClock.now() }
  }
  const entriesOf = (draft: Draft): NewEntry[] => {
    const { callId } = draft.head
    const event = number(draft)
    const entry: NewEntry = { source: 'feed', origin: 'owner', epoch, event, receivedAt: systemClock.now() }
    if (callId === undefined || begun.has(callId)) return [entry]
    begun.set(callId, draft.at)
    return [entry, pinOf(callId, draft.at)]
  }

  for (let at = startMs + MINUTE; filled.calls < wanted; at += MINUTE) {
    // Calls of before the first minute have lost their beginning.
    const drafts = world
      .advance(at)
      .drafts.filter(
        ({ head: { callId }, type }) => callId !== undefined && (begun.has(callId) || type === 'call.offered'),
      )
    const entries = drafts.flatMap(entriesOf)
    for (let from = 0; from < entries.length; from += PART)
      await appendEntries(sql, FEED, term, entries.slice(from, from + PART))
    const cleared = drafts.flatMap(({ type, head: { callId = '' }, at: clearedAt }) =>
      type === 'call.cleared' ? [{ callId, startedAt: begun.get(callId) ?? clearedAt, clearedAt }] : [],
    )
    const stored = cleared.slice(0, wanted - filled.calls)
    if (stored.length > 0) await saveCalls(sql, stored)
    const before = Math.floor(filled.calls / 1_000)
    filled.calls += stored.length
    filled.events += entries.length
    if (Math.floor(filled.calls / 1_000) > before) say(`${filled.calls} calls stored, ${filled.events} entries`)
  }
  return filled
}
