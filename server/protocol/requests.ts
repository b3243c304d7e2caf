import { z } from 'zod'
import { SCENARIOS } from '../domain/words.ts'
import { SEAT_REQUESTS } from './requests/seats.ts'

const call = { feed: z.string().min(1).max(160), callId: z.string().min(1).max(160) }

/** What people do: one verb, one file in `server/commands`. Every change in the product is one of these. */
export const REQUESTS = {
  'alert:acknowledge': z.strictObject({ ...call, key: z.string().min(1).max(400) }),
  'alert:resolve': z.strictObject({ ...call, key: z.string().min(1).max(400), note: z.string().max(500).optional() }),
  'call:set-scenario': z.strictObject({ ...call, scenario: z.enum(SCENARIOS) }),
  'agent:place': z.strictObject({
    feed: call.feed,
    agentId: z.string().min(1).max(160),
    teamId: z.string().min(1).max(64),
  }),
  ...SEAT_REQUESTS,
} as const
export type RequestName = keyof typeof REQUESTS
export type RequestBody<N extends RequestName> = z.infer<(typeof REQUESTS)[N]>
