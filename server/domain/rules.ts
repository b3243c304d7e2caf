import { z } from 'zod'
import { RULES, SEVERITIES } from './words.ts'

/** Thresholds of the first rules, versioned like a playbook. Durations in seconds. */
export const ruleSetSchema = z.strictObject({
  version: z.int().min(1),
  longHoldSec: z.strictObject({ warn: z.number(), max: z.number() }),
  /** A complaint level at or above this raises an alert; at or above `critical` the alert is critical. */
  complaintLevel: z.strictObject({ raise: z.int(), critical: z.int() }),
  /** Silence after which a feed is stale. */
  feedStaleSec: z.number(),
  /** How long after the end of the handling a customer is to be called back at the latest. */
  callBackHours: z.number().positive().default(24),
  /** Rules that are off raise nothing. */
  off: z.array(z.enum(RULES)),
  severities: z.partialRecord(z.enum(RULES), z.enum(SEVERITIES)),
})
export type RuleSet = z.infer<typeof ruleSetSchema>

/** Shipped version 1. */
export const DEFAULT_RULES: RuleSet = {
  version: 1,
  longHoldSec: { warn: 60, max: 120 },
  complaintLevel: { raise: 2, critical: 3 },
  feedStaleSec: 3,
  callBackHours: 24,
  off: [],
  severities: {},
}
