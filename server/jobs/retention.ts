import type { Logger } from 'pino'
import type { Sql } from '#db/client.ts'
import { listRetentionRuns } from '#db/queries/list-retention-runs.ts'
import { type Dropped, dropExpired } from '#db/writes/drop-expired.ts'
import { noteRetentionRun } from '#db/writes/note-retention-run.ts'
import type { Clock } from '../clock.ts'
import type { Retention } from '../domain/retention.ts'

const LOOK_EVERY_MS = 15 * 60_000
/** Hour of the site's clock from which a night counts as come. */
const NIGHT_HOUR = 3

type Parts = {
  sql: Sql
  clock: Clock
  logger: Logger
  periods: () => Retention
  /** IANA zone of the site. */
  zone: () => string
  /** Notes a run; give the transaction it belongs to. */
  audit: (tx: Parameters<typeof noteRetentionRun>[0], at: number, day: string, dropped: Dropped) => Promise<void>
}

/** Date and hour at the site. */
const siteTime = (at: number, zone: string): { day: string; hour: number } => {
  const text = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' }).format(at)
  return { day: text.slice(0, 10), hour: Number(text.slice(11, 13)) }
}

/** Once a night, by whichever server comes first: drops what is past its period, and says what. Null: nothing was due. */
export const carryOutRetention = async (parts: Parts): Promise<Dropped | null> => {
  const { sql, clock, logger, audit } = parts
  const now = clock.now()
  const { day, hour } = siteTime(now, parts.zone())
  const [last] = await listRetentionRuns(sql, 1)
  if (hour < NIGHT_HOUR || (last && last.day >= day)) return null
  const dropped = await dropExpired(sql, now, parts.periods())
  await sql.begin(async (tx) => {
    if (await noteRetentionRun(tx, { day, at: now, dropped })) await audit(tx, now, day, dropped)
  })
  logger.info({ day, dropped }, 'what is past its retention was dropped')
  return dropped
}

/** Looks every quarter of an hour whether a night has come; returns a function that stops it. */
export const startRetentionJob = (parts: Parts): (() => void) => {
  let isRunning = false
  const look = async () => {
    if (isRunning) return
    isRunning = true
    try {
      await carryOutRetention(parts)
    } catch (err) {
      parts.logger.error({ err }, 'retention could not be carried out; trying again')
    } finally {
      isRunning = false
    }
  }
  void look()
  return parts.clock.every(LOOK_EVERY_MS, () => void look())
}
