import type { RecordBatch } from '#db/writes/save-record.ts'
import type { Clock } from '../clock.ts'
import { dayAfter } from '../domain/retention.ts'
import type { AgentStateSpan, Floor, FloorChanges } from '../protocol/floor-port.ts'
import { type CallProjection, type Keeping, toCallRecord } from './project-call.ts'
import type { RecordStore } from './record-store.ts'

export type RecorderLogger = {
  warn(fields: object, message: string): void
  error(fields: object, message: string): void
}

export type RecorderLimits = {
  /** Changes of this many ms are written together. */
  everyMs: number
  /** A call that lasts is written at most this often: until it ends its pages come from the floor. */
  liveEveryMs: number
  /** Calls in one transaction. */
  chunk: number
  checkpointMs: number
  /** More waiting calls than this are forgotten and found again in the log. */
  maxDirty: number
  maxBackoffMs: number
}

const LIMITS: RecorderLimits = {
  everyMs: 1000,
  liveEveryMs: 15_000,
  chunk: 100,
  checkpointMs: 30_000,
  maxDirty: 50_000,
  maxBackoffMs: 30_000,
}
const FIRST_BACKOFF_MS = 500

export type RecorderParts = {
  floor: Floor
  foldVersion: number
  store: RecordStore
  /** A call the floor no longer holds, folded from the log; undefined when the log has none. */
  refold: (callId: string) => Promise<CallProjection | undefined>
  /** The floor's state now; saved with the rows of the same position. */
  checkpoint?: () => { position: number; foldVersion: number; state: Uint8Array }
  /** Days words are kept, as set now. */
  keepDays: () => Keeping['days']
  clock: Clock
  logger: RecorderLogger
  limits?: Partial<RecorderLimits>
}

/** `dirty` calls wait to be written; `failures` counts tries that failed in a row. */
export type RecorderStats = { position: number; dirty: number; failures: number; batches: number; unrecordable: number }

const toSpanRow = (feedId: string, { from, to, ...span }: AgentStateSpan) => ({
  ...span,
  feedId,
  fromAt: new Date(from).toISOString(),
  toAt: to === undefined ? null : new Date(to).toISOString(),
})

/**
 * Writes what the floor derived behind the floor: gathers ids, never waits in the floor's way, one transaction at a
 * time. Begins with the calls that changed after the position the record reached. `close` writes what is left.
 */
export const createRecorder = (parts: RecorderParts) => {
  const { floor, store, clock, logger, foldVersion } = parts
  const limits = { ...LIMITS, ...parts.limits }
  const { feedId } = floor
  const dirty = new Set<string>()
  const stats: RecorderStats = { position: 0, dirty: 0, failures: 0, batches: 0, unrecordable: 0 }
  /** When each call that lasts was written last. */
  const writtenAt = new Map<string, number>()
  let spans: AgentStateSpan[] = []
  let isBehind = true
  let isClosed = false
  let isFlushing = false
  let checkpointAt = clock.now()
  let cancelTimer: (() => void) | null = null
  let running: Promise<void> | null = null
  let gate: Promise<void> = Promise.resolve()

  const project = async (callId: string): Promise<CallProjection | undefined> => {
    const call = floor.call(callId)
    const seen = floor.callView(callId)
    const reading = floor?.reading(callId)
    if (!call || !seen || !reading) return parts.refold(callId)
    return { call, reading, view: seen.view, contributions: floor.contributions(callId) }
  }

  /** Saves a batch; a call whose rows the database will never take is left out, its neighbours are not. */
  const save = async (batch: RecordBatch): Promise<void> => {
    try {
      await store.save(batch)
      stats.batches++
    } catch (error) {
      if (!store.isDataError(error) || batch.calls.length === 0) throw error
      const [first] = batch.calls
      if (batch.calls.length === 1) {
        stats.unrecordable++
        logger.error({ err: error, feedId, callId: first?.call.callId }, 'a call cannot be recorded')
        return save({ ...batch, calls: [] })
      }
      const half = batch.calls.length >> 1
      await save({ feedId, calls: batch.calls.slice(0, half), spans: [] })
      await save({ ...batch, calls: batch.calls.slice(half) })
    }
  }

  const catchUp = async () => {
    const after = await store.position(feedId, foldVersion)
    for (const callId of await store.changedCalls(feedId, after)) dirty.add(callId)
    for (const callId of floor.callIds()) dirty.add(callId)
    stats.position = after
    isBehind = false
  }

  const takeCheckpoint = (): RecordBatch['checkpoint'] => {
    if (!parts.checkpoint || (!isClosed && clock.now() - checkpointAt < limits.checkpointMs)) return undefined
    checkpointAt = clock.now()
    return { ...parts.checkpoint(), savedAt: checkpointAt }
  }

  const isDue = (callId: string): boolean => {
    const last = writtenAt.get(callId)
    if (isClosed || isFlushing || last === undefined || floor.call(callId)?.clearedAt !== undefined) return true
    return !floor.call(callId) || clock.now() - last >= limits.liveEveryMs
  }

  const noteWritten = (callIds: readonly string[]) => {
    for (const callId of callIds) {
      const call = floor.call(callId)
      if (call && call.clearedAt === undefined) writtenAt.set(callId, clock.now())
      else writtenAt.delete(callId)
    }
  }

  /** What is read later than `position` may already be newer; it never is older. */
  const writeAll = async () => {
    const position = floor.position()
    const ids = [...dirty].filter(isDue)
    for (const callId of ids) dirty.delete(callId)
    spans.push(...floor.drainAgentSpans())
    const checkpoint = takeCheckpoint()
    if (ids.length === 0 && spans.length === 0 && !checkpoint && position === stats.position) return
    let written = 0
    try {
      do {
        const chunk = ids.slice(written, written + limits.chunk)
        const found = await Promise.all(chunk.map(project))
        const keeping = { days: parts.keepDays(), today: dayAfter(clock.now(), 0) }
        const isLast = written + chunk.length === ids.length
        await save({
          feedId,
          calls: found.flatMap((projection) => (projection ? [toCallRecord(projection, keeping)] : [])),
          spans: written === 0 ? spans.map((span) => toSpanRow(feedId, span)) : [],
          ...(isLast && { reached: { position, foldVersion }, checkpoint }),
        })
        noteWritten(chunk)
        if (written === 0) spans = []
        written += chunk.length
      } while (written < ids.length)
      stats.position = position
    } catch (error) {
      for (const callId of ids.slice(written)) dirty.add(callId)
      throw error
    }
  }

  const round = async () => {
    try {
      if (isBehind) await catchUp()
      await writeAll()
      stats.failures = 0
    } catch (error) {
      stats.failures++
      logger.warn({ err: error, feedId, failures: stats.failures }, 'the record could not be written; trying again')
    }
  }

  const backoff = () => Math.min(limits.maxBackoffMs, FIRST_BACKOFF_MS * 2 ** (stats.failures - 1))
  const run = (): Promise<void> => {
    running ??= gate.then(round).finally(() => {
      running = null
      if (dirty.size > 0 || stats.failures > 0) schedule()
    })
    return running
  }
  const schedule = () => {
    if (isClosed || cancelTimer || running) return
    cancelTimer = clock.after(stats.failures > 0 ? backoff() : limits.everyMs, () => {
      cancelTimer = null
      void run()
    })
  }

  const gather = (changes: FloorChanges) => {
    // A call that only left the floor is recorded already, unless it still waits to be.
    for (const callId of changes.calls) if (floor.call(callId)) dirty.add(callId)
    if (dirty.size > limits.maxDirty) {
      dirty.clear()
      isBehind = true
    }
    if (changes.calls.size > 0 || changes.agents.size > 0) schedule()
  }
  const stopListening = floor.onChange(gather)
  schedule()

  return {
    /** Writes what is waiting now, at once; resolves when it is written or could not be. */
    async flush() {
      cancelTimer?.()
      cancelTimer = null
      await running
      isFlushing = true
      await run()
      isFlushing = false
    },
    /** Waits for what is being written; resolves with the function before whose call nothing more is. */
    async hold(): Promise<() => void> {
      let release = () => {}
      gate = new Promise((resolve) => {
        release = resolve
      })
      await running
      return release
    },
    stats: (): RecorderStats => ({ ...stats, dirty: dirty.size }),
    async close() {
      isClosed = true
      stopListening()
      await this.flush()
    },
  }
}
export type Recorder = ReturnType<typeof createRecorder>
