import type { Sql } from '#db/client.ts'
import { listFeeds } from '#db/queries/list-feeds.ts'
import { listSeats } from '#db/queries/list-seats.ts'
import { lockRoster, removeSeat, saveSeats } from '#db/writes/save-seats.ts'
import type { Clock } from '../clock.ts'
import { readCell } from '../domain/csv-guard.ts'
import { idSchema } from '../domain/ids.ts'
import { type RowOutcome, refused } from '../domain/people/plan.ts'
import { planSeats, type Seat } from '../domain/people/seats.ts'
import { parseSiteTime } from '../domain/site-time.ts'
import { CodedError } from '../errors.ts'
import type { ImportAnswer, ImportRow } from '../protocol/imports.ts'
import { type AuditEntry, appendAudit } from './audit.ts'
import { answerImport, split } from './import-rows.ts'

type Parts = { sql: Sql; clock: Pick<Clock, 'uuid'>; zone: () => Promise<string> }

const readRow = (
  row: ImportRow<'seats'>,
  on: { zone: string; feeds: ReadonlySet<string>; uuid: () => string },
): Seat | RowOutcome => {
  const [name, feedId, agentId] = [readCell(row.seat), readCell(row.feed), readCell(row.extension)]
  const from = parseSiteTime(row.from, on.zone)
  const to = row.to.trim() === '' ? null : parseSiteTime(row.to, on.zone)
  if (name === '') return refused('noSeatNamed')
  if (!on.feeds.has(feedId)) return refused('noFeedNamed', { feed: feedId })
  if (!idSchema.safeParse(agentId).success) return refused('noExtension')
  if (from === undefined) return refused('noTime', { text: row.from })
  if (to === undefined) return refused('noTime', { text: row.to })
  if (to !== null && to <= from) return refused('endsBeforeItBegins')
  return { id: on.uuid(), site: readCell(row.site) || null, name, feedId, agentId, from, to }
}

/**
 * Reads seats from a file. Rows that cannot be are told with the reason and left out. Without `isFinal` nothing is kept.
 */
export const importSeats = async (
  { sql, clock, zone }: Parts,
  rows: readonly ImportRow<'seats'>[],
  isFinal: boolean,
  note: AuditEntry,
): Promise<ImportAnswer> => {
  const on = {
    zone: await zone(),
    feeds: new Set((await listFeeds(sql)).map(({ feedId }) => feedId)),
    uuid: clock.uuid,
  }
  const { good, bad } = split(rows, (row) => readRow(row, on))
  return sql.begin(async (tx) => {
    if (isFinal) await lockRoster(tx)
    const plan = planSeats(await listSeats(tx, null))
    const lines = [...bad, ...good.map(({ line, given }) => ({ line, ...plan.put(given) }))]
    if (isFinal) {
      await saveSeats(tx, plan.changed())
      await appendAudit(tx, { ...note, detail: { rows: rows.length, changed: plan.changed().length } })
    }
    return answerImport(lines, isFinal)
  })
}

/** Forgets a seat, as one entered by mistake; who sat there stays. */
export const forgetSeat = async ({ sql }: Pick<Parts, 'sql'>, seatId: string, note: AuditEntry): Promise<void> => {
  await sql.begin(async (tx) => {
    const gone = await removeSeat(tx, seatId)
    if (!gone) throw new CodedError('not_found', 'There is no such seat.')
    await appendAudit(tx, { ...note, detail: { ...note.detail, ...gone } })
  })
}
