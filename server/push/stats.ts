import type { ErrorCode } from '../errors.ts'

/** Counters since start; `peers`, `streams` and `watchedCalls` are how many there are now. */
export type PushStats = {
  peers: number
  streams: number
  watchedCalls: number
  /** Frames with changes: each encoded once, however many read it. */
  encodes: number
  /** Frames sent, those without changes included. */
  frames: number
  /** Frames times readers. */
  deliveries: number
  snapshots: number
  snapshotEncodes: number
  callEncodes: number
  /** Watched calls that left their audience's scope. */
  callsGone: number
  requests: number
  refused: number
  cuts: Partial<Record<ErrorCode, number>>
}

export const emptyStats = (): PushStats => ({
  peers: 0,
  streams: 0,
  watchedCalls: 0,
  encodes: 0,
  frames: 0,
  deliveries: 0,
  snapshots: 0,
  snapshotEncodes: 0,
  callEncodes: 0,
  callsGone: 0,
  requests: 0,
  refused: 0,
  cuts: {},
})
