import type { ISql } from 'postgres'
import type { Sql } from '#db/client.ts'
import { listSeats } from '#db/queries/list-seats.ts'
import { listShifts } from '#db/queries/list-shifts.ts'
import { changeIdentities, type FeedAgent, namePeople } from '#db/writes/change-identities.ts'
import { lockRoster } from '#db/writes/save-seats.ts'
import { removeShift, saveShifts } from '#db/writes/save-shifts.ts'
import { readCell } from '../domain/csv-guard.ts'
import { idSchema } from '../domain/ids.ts'
import { type Identity, overlaps, putIdentity, takeBackIdentity } from '../domain/people/identity.ts'
import { Lists } from '../domain/people/lists.ts'
import { type RowOutcome, refused } from '../domain/people/plan.ts'
import type { Seat } from '../domain/people/seats.ts'
import { devicesOf, findSeat, planShifts, type Shift } from '../domain/people/shifts.ts'
import { parseShift } from '../domain/site-time.ts'
import { CodedError } from '../errors.ts'
import type { ImportAnswer, ImportRow } from '../protocol/imports.ts'
import { type AuditEntry, appendAudit, nameActor } from './audit.ts'
import type { OrganisationDirectory } from './directory.ts'
import { answerImport, split } from './import-rows.ts'

type Parts = { sql: Sql; directory: Pick<OrganisationDirectory, 'flush' | 'refresh'> }
type Change = { before?: Shift; after?: Shift }

const readRow = (row: ImportRow<'roster'>, zone: string): (Shift & { name?: string }) | RowOutcome => {
  const agentNo = readCell(row.agentNo)
  if (!idSchema.safeParse(agentNo).success) return refused('noAgentNo')
  const times = parseShift(row, zone)
  if (!times) return refused('noShift', { text: `${row.date} ${row.start} ${row.end}`.trim() })
  const [site, seat] = [readCell(row.site) || null, readCell(row.seat) || null]
  return { agentNo, ...times, site: seat === null ? null : site, seat, name: readCell(row.name) || undefined }
}

/** The shift with the site its seat is at, or why there is no such seat. */
const withSite = ({ name: _, ...shift }: Shift & { name?: string }, seats: Lists<Seat>): Shift | RowOutcome => {
  const { seat } = shift
  if (seat === null) return shift
  const found = findSeat(seats.at(seat), { ...shift, seat })
  if (found === 'none') return refused('noSeatThen', { seat })
  return found === 'ambiguous' ? refused('seatOfManySites', { seat }) : { ...shift, site: found.site }
}

const takeBackShift = (known: readonly Identity[], shift: Shift): readonly Identity[] =>
  known
    .filter((one) => one.source === 'roster' && one.agentNo === shift.agentNo && overlaps(one, shift))
    .reduce((rest, { from }) => takeBackIdentity(rest, from), known)

const toWord = (agentNo: string, from: number, to: number, noted: { at: number; by: string }): Identity => {
  const by = { notedFrom: from, notedAt: noted.at, notedBy: noted.by }
  return { agentNo, from, to, source: 'roster', ...by }
}

const agentKey = ({ feedId, agentId }: FeedAgent) => `${feedId}\n${agentId}`
const byName = (seats: readonly Seat[]) => new Lists<Seat>(({ name }) => name, seats)

/** Identities of shifts that are no more go, those of the new ones come. Give a transaction. */
const moveIdentities = async (
  tx: ISql<{ bigint: number }>,
  changes: readonly Change[],
  seats: Lists<Seat>,
  noted: { at: number; by: string },
) => {
  const at = (shift: Shift | undefined) =>
    shift ? devicesOf(seats.at(shift.seat ?? ''), shift).map((device) => ({ ...device, shift })) : []
  const gone = new Lists(
    agentKey,
    changes.flatMap(({ before }) => at(before)),
  )
  const come = new Lists(
    agentKey,
    changes.flatMap(({ after }) => at(after)),
  )
  const agents = changes.flatMap(({ before, after }) => [...at(before), ...at(after)])
  await changeIdentities(tx, agents, (known, agent) => {
    const rest = gone.at(agentKey(agent)).reduce((left, { shift }) => takeBackShift(left, shift), known)
    return come
      .at(agentKey(agent))
      .reduce((all, { from, to, shift: { agentNo } }) => putIdentity(all, toWord(agentNo, from, to, noted)), rest)
  })
}

/** From the first beginning to the last end. */
const reachOf = (shifts: readonly Shift[]) =>
  shifts.reduce(({ from, to }, shift) => ({ from: Math.min(from, shift.from), to: Math.max(to, shift.to) }), {
    from: Number.MAX_SAFE_INTEGER,
    to: 0,
  })

/**
 * Reads a roster from a file: shifts, and with a seat who sits there then. Rows that cannot be are told with the reason
 * and left out. Without `isFinal` nothing is kept.
 */
export const importRoster = async (
  parts: Parts & { zone: () => Promise<string> },
  rows: readonly ImportRow<'roster'>[],
  isFinal: boolean,
  note: AuditEntry,
): Promise<ImportAnswer> => {
  const { sql, directory } = parts
  const zone = await parts.zone()
  const { good, bad } = split(rows, (row) => readRow(row, zone))
  if (good.length === 0) return answerImport(bad, isFinal)
  const noted = { at: note.at, by: nameActor(note.actor) }
  if (isFinal) await directory.flush()
  const answer = await sql.begin(async (tx) => {
    if (isFinal) await lockRoster(tx)
    const reach = reachOf(good.map(({ given }) => given))
    const seats = byName(await listSeats(tx, reach))
    const plan = planShifts(await listShifts(tx, { ...reach, teams: 'all' }))
    const lines = good.map(({ line, given }) => {
      const shift = withSite(given, seats)
      return { line, ...('outcome' in shift ? shift : plan.put(shift)) }
    })
    if (isFinal) {
      await saveShifts(
        tx,
        plan.changes().map(({ after }) => after),
        noted,
      )
      await moveIdentities(tx, plan.changes(), byName(await listSeats(tx, null)), noted)
      await namePeople(
        tx,
        good.map(({ given }) => given),
      )
      await appendAudit(tx, { ...note, detail: { rows: rows.length, changed: plan.changes().length } })
    }
    return answerImport([...bad, ...lines], isFinal)
  })
  if (isFinal) await directory.refresh()
  return answer
}

/** Takes a shift off the roster and its identity with it, and notes it. */
export const takeBackRosterShift = async (
  { sql, directory }: Parts,
  given: { agentNo: string; from: number },
  note: AuditEntry,
): Promise<void> => {
  await sql.begin(async (tx) => {
    await lockRoster(tx)
    const before = await removeShift(tx, given)
    if (!before) throw new CodedError('not_found', 'There is no such shift.')
    await moveIdentities(tx, [{ before }], byName(await listSeats(tx, before)), {
      at: note.at,
      by: nameActor(note.actor),
    })
    await appendAudit(tx, { ...note, detail: { ...note.detail, ...before } })
  })
  await directory.refresh()
}
