import type { Logger } from 'pino'
import { isDataError } from '#db/errors.ts'
import type { Clock } from '../clock.ts'
import { type EventLog, type NewEntry, type StoredEntry, storeEntry } from '../domain/event-log.ts'
import { CodedError } from '../errors.ts'
import type { Floor } from '../protocol/floor-port.ts'
import type { IngestLimits } from './limits.ts'

/** What ingest needs of a floor. */
export type FloorIntake = Pick<Floor, 'feedId' | 'position' | 'take' | 'connected' | 'disconnected' | 'heartbeat'>

export type Committed = {
  /** One per entry: its position, or null for a duplicate or a culprit. */
  positions: (number | null)[]
  /** Entries the database will never take. */
  culprits: { index: number; reason: string }[]
}

export type LogWriterParts = {
  feedId: string
  /** Who holds the feed's log, and the term it was given. */
  owner: string
  term: number
  log: EventLog
  floor: FloorIntake
  clock: Clock
  logger: Logger
  limits: IngestLimits
}

/** Writes one feed's log and keeps its floor level with it. One statement at a time. */
export type LogWriter = {
  /**
   * Commits, tells `onCommitted`, and folds: what is sent to the database from there is worked on while the floor folds.
   * Throws when the database is away or the feed has another owner; then `recover` comes first.
   */
  write(entries: readonly NewEntry[], onCommitted: () => void): Promise<Committed>
  /**
   * After any doubt: proves that the feed is still ours, waiting for the database as long as `isWanted`, then folds what
   * was committed without our knowing. Throws `CodedError('fenced')` when the feed has another owner.
   */
  recover(cause: unknown, isWanted: () => boolean): Promise<void>
  /** Proves that the feed is still ours, or throws. */
  renew(): Promise<void>
}

const CATCH_UP = 5_000
const RETRY_MIN_MS = 100
const RETRY_MAX_MS = 2_000

const messageOf = (error: unknown) => (error instanceof Error ? error.message : 'refused by the database')

export const isFenced = (error: unknown): boolean => error instanceof CodedError && error.code === 'fenced'

const storeEntries = (feedId: string, positions: readonly (number | null)[], entries: readonly NewEntry[]) =>
  entries.flatMap((entry, i) => {
    const position = positions[i] ?? null
    return position === null ? [] : [storeEntry(feedId, position, entry)]
  })

/** Folds what the log holds after the floor's last position. */
export const catchUp = async (log: EventLog, floor: FloorIntake): Promise<void> => {
  for (;;) {
    const entries = await log.read(floor.feedId, floor.position(), CATCH_UP)
    if (entries.length === 0) return
    floor.take(entries)
  }
}

export const createLogWriter = (parts: LogWriterParts): LogWriter => {
  const { feedId, owner, log, floor, clock, logger, limits } = parts
  let { term } = parts

  const fold = (entries: StoredEntry[]) => {
    if (entries.length === 0) return
    try {
      floor.take(entries)
    } catch (error) {
      logger.error({ feedId, err: error }, 'the floor could not fold committed entries')
    }
  }

  const withDeadline = <T>(work: Promise<T>): Promise<T> =>
    new Promise((resolve, reject) => {
      const cancel = clock.after(limits.deadlineMs, () =>
        reject(new CodedError('unavailable', 'The database did not answer in time.')),
      )
      work.then(resolve, reject).finally(cancel)
    })

  /** Commits and folds; splits a refused batch until the culprit stands alone. */
  const commit = async (
    entries: readonly NewEntry[],
    from: number,
    into: Committed,
    onCommitted: () => void,
  ): Promise<void> => {
    try {
      const { positions } = await withDeadline(log.append(feedId, term, entries))
      into.positions.splice(from, positions.length, ...positions)
      if (from + entries.length === into.positions.length) onCommitted()
      fold(storeEntries(feedId, positions, entries))
    } catch (error) {
      if (!isDataError(error)) throw error
      if (entries.length === 1) {
        into.culprits.push({ index: from, reason: messageOf(error) })
        return
      }
      const half = Math.ceil(entries.length / 2)
      await commit(entries.slice(0, half), from, into, onCommitted)
      await commit(entries.slice(half), from + half, into, onCommitted)
    }
  }

  const renew = async () => {
    term = (await withDeadline(log.renew(feedId, owner))).term
  }

  return {
    renew,
    async write(entries, onCommitted) {
      const all: Committed = { positions: entries.map(() => null), culprits: [] }
      await commit(entries, 0, all, onCommitted)
      return all
    },
    async recover(cause, isWanted) {
      logger.warn({ feedId, err: cause }, 'the log cannot be written; waiting for the database')
      for (let delay = RETRY_MIN_MS; isWanted(); delay = Math.min(delay * 2, RETRY_MAX_MS)) {
        try {
          await renew()
          await catchUp(log, floor)
          logger.info({ feedId, position: floor.position() }, 'the log can be written again')
          return
        } catch (error) {
          if (isFenced(error)) throw error
          await new Promise<void>((resolve) => clock.after(delay, resolve))
        }
      }
    },
  }
}
