import { z } from 'zod'
import { CALL_BACK_OUTCOMES, DISPUTE_OUTCOMES } from '../../domain/words.ts'

const verdict = {
  feed: z.string().min(1).max(160),
  callId: z.string().min(1).max(160),
  key: z.string().min(1).max(400),
}
/** In words; a dispute without them cannot be looked into. */
const reason = z.string().trim().min(2).max(500)

/** What people do about verdicts they think are wrong, and about those that ask for a call back. */
export const DISPUTE_REQUESTS = {
  'verdict:dispute': z.strictObject({ ...verdict, reason }),
  'dispute:decide': z.strictObject({ ...verdict, outcome: z.enum(DISPUTE_OUTCOMES), reason }),
  'callback:close': z.strictObject({
    ...verdict,
    as: z.enum(CALL_BACK_OUTCOMES),
    note: z.string().trim().max(500).default(''),
  }),
} as const
