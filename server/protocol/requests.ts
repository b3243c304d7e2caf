import { z } from 'zod'
import { retentionSchema } from '../domain/retention.ts'
import { COMPLAINT_LEVELS, SCENARIOS } from '../domain/words.ts'
import { BACK_TEST_REQUESTS } from './requests/back-test.ts'
import { DISPUTE_REQUESTS } from './requests/disputes.ts'
import { PEOPLE_REQUESTS } from './requests/people.ts'
import { PLAYBOOK_REQUESTS } from './requests/playbook.ts'
import { PRIVACY_REQUESTS } from './requests/privacy.ts'
import { SEAT_REQUESTS } from './requests/seats.ts'
import { USER_REQUESTS } from './user-requests.ts'

const call = { feed: z.string().min(1).max(160), callId: z.string().min(1).max(160) }

/** What people do: one verb, one file in `server/commands`. Every change in the product is one of these. */
export const REQUESTS = {
  'alert:acknowledge': z.strictObject({ ...call, key: z.string().min(1).max(400) }),
  'alert:resolve': z.strictObject({ ...call, key: z.string().min(1).max(400), note: z.string().max(500).optional() }),
  'call:set-scenario': z.strictObject({ ...call, scenario: z.enum(SCENARIOS) }),
  'call:set-level': z.strictObject({
    ...call,
    level: z.literal(COMPLAINT_LEVELS),
    reason: z.string().trim().min(1).max(200),
  }),
  'retention:set': z.strictObject({ days: retentionSchema }),
  ...DISPUTE_REQUESTS,
  ...PRIVACY_REQUESTS,
  ...USER_REQUESTS,
  ...PEOPLE_REQUESTS,
  ...PLAYBOOK_REQUESTS,
  ...BACK_TEST_REQUESTS,
  ...SEAT_REQUESTS,
} as const
export type RequestName = keyof typeof REQUESTS
export type RequestBody<N extends RequestName> = z.infer<(typeof REQUESTS)[N]>
