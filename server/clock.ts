import { randomBytes, randomUUID } from 'node:crypto'

/** The only reader of time and randomness in the server. Tests pass a clock they move by hand. */
export type Clock = {
  /** Epoch milliseconds. */
  now(): number
  /** Calls `run` once after `ms`; returns a function that cancels it. The timer does not keep the process alive. */
  after(ms: number, run: () => void): () => void
  /** Calls `run` every `ms` until cancelled. */
  every(ms: number, run: () => void): () => void
  uuid(): string
  bytes(length: number): Buffer
}

export const systemClock: Clock = {
  now: () => Date.now(),
  after(ms, run) {
    const timer = setTimeout(run, ms)
    timer.unref()
    return () => clearTimeout(timer)
  },
  every(ms, run) {
    const timer = setInterval(run, ms)
    timer.unref()
    return () => clearInterval(timer)
  },
  uuid: () => randomUUID(),
  bytes: (length) => randomBytes(length),
}
