import type { Scenario } from '../words.ts'

/** Length of the grid all figures are cut to. */
export const INTERVAL_MS = 15 * 60_000

/**
 * What one call adds to one 15-minute interval (UTC grid), one queue, one agent, one scenario. Integers; durations in ms.
 * Later figures are sums of these and nothing else. Counts fall into the interval where they happened (an answer counts
 * where it was answered), time is split at the boundaries. After-call work belongs to the agent's states, not to the call.
 */
export type Contribution = {
  /** Epoch ms of the interval's start. */
  interval: number
  queueId: string
  /** Empty for what belongs to the queue alone (waiting, abandoning). */
  agentId: string
  scenario: Scenario | ''
  offered: number
  answered: number
  /** Answered within 15 and 20 s of joining the queue. */
  answered15: number
  answered20: number
  abandoned: number
  /** Abandoned within 5 s of joining the queue. */
  abandonedShort: number
  timedOut: number
  waitMs: number
  ringMs: number
  /** Hold not included. */
  talkMs: number
  holdMs: number
  holdCount: number
  handled: number
  transferredOut: number
  /** Steps that applied and of which it is known whether they were taken; and those that were left out for good. */
  stepsOwed: number
  stepsSkipped: number
  /** Actions that were owed and of which it is known whether they were done; those done late, and those not done at all. */
  actionsOwed: number
  actionsLate: number
  actionsMissed: number
  /** Of those missed, the critical ones. */
  criticalMissed: number
  /** What actions weigh (critical 5, major 2, minor 1) in halves: owed, and earned; done late earns half. */
  pointsOwed: number
  pointsEarned: number
  prohibitedSaid: number
  /** Plans to be confirmed soon: all of them, and those confirmed too late or never. */
  confirmationsOwed: number
  confirmationsLate: number
  /** Handlings of which something could be judged; those with a critical fault, and those with a step left out. */
  judged: number
  judgedFailed: number
  judgedSkipping: number
}
