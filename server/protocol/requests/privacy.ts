import { z } from 'zod'

/** Why somebody needs a customer's full number. */
export const REVEAL_REASONS = ['call_back', 'complaint', 'verify_identity', 'hand_over', 'other'] as const
export const ERASURE_REASONS = ['customer_asked', 'consent_withdrawn', 'purpose_over', 'other'] as const

const number = z.string().min(3).max(40)
const handle = z.string().min(1).max(64)

/** What people do with customers' numbers, and with the record of what people did. */
export const PRIVACY_REQUESTS = {
  'call:reveal-number': z.strictObject({
    feed: z.string().min(1).max(160),
    callId: z.string().min(1).max(160),
    reason: z.enum(REVEAL_REASONS),
    /** Needed with `other`. */
    text: z.string().trim().max(200),
  }),
  'customer:find': z.strictObject({ number }),
  'customer:erase': z.strictObject({
    handle,
    /** Typed once more: it must be the number that was looked for. */
    number,
    reason: z.enum(ERASURE_REASONS),
    text: z.string().trim().max(200),
  }),
  'audit:verify': z.strictObject({}),
} as const
