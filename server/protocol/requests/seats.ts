import { z } from 'zod'
import { idSchema, textSchema } from '../../domain/ids.ts'
import { importSchema } from '../imports.ts'

const FROM = Date.UTC(2000, 0)
const TO = Date.UTC(2101, 0)
const instant = z.int().min(FROM).max(TO)
const agent = { feed: idSchema, agentId: idSchema }
const reason = textSchema(200).refine((text) => text.trim() !== '', 'must say why')

/** Who sits where, who works and who leads when. Times are epoch ms, [from, to). */
export const SEAT_REQUESTS = {
  'identity:correct': z.strictObject({
    ...agent,
    agentNo: idSchema,
    name: textSchema(80).optional(),
    from: instant,
    to: instant.nullable(),
    reason,
  }),
  'identity:take-back': z.strictObject({ ...agent, from: instant, reason }),
  'identity:import': importSchema('identities'),
  'seat:import': importSchema('seats'),
  'seat:remove': z.strictObject({ seatId: idSchema }),
  'roster:import': importSchema('roster'),
  'roster:remove': z.strictObject({ agentNo: idSchema, from: instant }),
  'duty:save': z.strictObject({
    dutyId: idSchema.optional(),
    userId: idSchema,
    teamId: idSchema,
    from: instant,
    to: instant,
    standsInFor: idSchema.optional(),
  }),
  'duty:remove': z.strictObject({ dutyId: idSchema }),
} as const
