import { z } from 'zod'
import { cueSchema } from '../speech/cue.ts'
import { ACTION_EVENTS, CLEAR_CAUSES, TRANSFER_KINDS } from '../words.ts'
import { actionIdSchema, labelSchema } from './action.ts'

/** One way to know that something is so. Where none can be heard, nobody knows. */
export const testSchema = z.discriminatedUnion('by', [
  z.strictObject({ by: z.literal('always') }),
  z.strictObject({ by: z.literal('event'), events: z.array(z.enum(ACTION_EVENTS)).min(1) }),
  z.strictObject({
    by: z.literal('said'),
    role: z.enum(['agent', 'customer']),
    cues: z.array(cueSchema).min(1),
  }),
  z.strictObject({ by: z.literal('level'), atLeast: z.int().min(1).max(4) }),
  z.strictObject({ by: z.literal('score'), atLeast: z.number().optional(), atMost: z.number().optional() }),
  z.strictObject({ by: z.literal('hold') }),
  z.strictObject({ by: z.literal('end'), causes: z.array(z.enum(CLEAR_CAUSES)).min(1) }),
  z.strictObject({ by: z.literal('transfer'), kinds: z.array(z.enum(TRANSFER_KINDS)).min(1) }),
])
export type Test = z.infer<typeof testSchema>

/** Something a conditional action depends on; true when any of its tests is. */
export const conditionSchema = z.strictObject({
  id: z.string().min(1).max(60),
  label: labelSchema,
  /** Who could know it, for people to read. */
  source: z.enum(['system', 'speech', 'agent', 'nobody']),
  tests: z.array(testSchema),
})
export type Condition = z.infer<typeof conditionSchema>

/** Why what was not done is no fault. */
export const exemptionSchema = z.strictObject({
  id: z.string().min(1).max(60),
  label: labelSchema,
  tests: z.array(testSchema),
  /** `rest`: what was not due yet. `call`: everything. `actions`: those named. */
  excuses: z.enum(['rest', 'call', 'actions']),
  actions: z.array(actionIdSchema).default([]),
  /** Owed all the same. */
  except: z.array(actionIdSchema).default([]),
  /** Does not count once the agent has said goodbye. */
  untilBye: z.boolean().default(false),
})
export type Exemption = z.infer<typeof exemptionSchema>
