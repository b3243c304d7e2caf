import { z } from 'zod'
import { cueSchema } from '../speech/cue.ts'
import { ACTION_EVENTS, ACTION_METRICS, EVIDENCE_CLASSES, OBLIGATIONS, SEVERITIES } from '../words.ts'

export const labelSchema = z.strictObject({ zh: z.string().min(1), en: z.string().min(1) })
export const actionIdSchema = z.string().regex(/^[A-Z][A-Z0-9_]{1,39}$/)

/** What is said, by whom; texts of the cue language, see `server/domain/speech/cue.ts`. */
export const cuesByRoleSchema = z.strictObject({
  agent: z.array(cueSchema).default([]),
  customer: z.array(cueSchema).default([]),
})
const noCues = { agent: [], customer: [] }

/** One thing agents do, wherever in the flows it belongs. */
export const actionSchema = z.strictObject({
  id: actionIdSchema,
  label: labelSchema,
  evidence: z.array(z.enum(EVIDENCE_CLASSES)).min(1),
  /** Saying it is not doing it: only a system's fact counts. */
  systemOnly: z.boolean().default(false),
  cues: cuesByRoleSchema.default(noCues),
  events: z.array(z.enum(ACTION_EVENTS)).default([]),
  metrics: z
    .array(
      z.strictObject({ metric: z.enum(ACTION_METRICS), atLeast: z.number().optional(), atMost: z.number().optional() }),
    )
    .default([]),
  phrase: z.string().optional(),
  note: z.string().optional(),
})
export type Action = z.infer<typeof actionSchema>

/** When an action is due at the latest. */
export const dueSchema = z.discriminatedUnion('at', [
  /** The flow moves on to a later step, or the segment ends. */
  z.strictObject({ at: z.literal('step_exit') }),
  z.strictObject({ at: z.literal('call_end') }),
  /** The scenario's longest after-call work has passed. */
  z.strictObject({ at: z.literal('acw_end') }),
  /** That action is done; as `step_exit` while it is not. */
  z.strictObject({ at: z.literal('before_action'), action: actionIdSchema }),
  z.strictObject({ at: z.literal('before_event'), event: z.enum(ACTION_EVENTS) }),
  /** Anything of the matter is talked about: the opening is left. */
  z.strictObject({ at: z.literal('before_content') }),
  z.strictObject({ at: z.literal('after_step_start'), sec: z.number().positive() }),
  /** Seconds since the use's condition became true. */
  z.strictObject({ at: z.literal('after_trigger'), sec: z.number().positive() }),
])
export type Due = z.infer<typeof dueSchema>

/** An action as one step of one flow asks for it. */
export const actionUseSchema = z.strictObject({
  action: actionIdSchema,
  label: labelSchema,
  level: z.enum(OBLIGATIONS),
  severity: z.enum(SEVERITIES),
  neverSkip: z.boolean(),
  /** Id of a condition; without it always. */
  when: z.string().optional(),
  due: dueSchema.default({ at: 'step_exit' }),
  /** What was done before the step began counts only with `call_start`. */
  matchFrom: z.enum(['step_start', 'call_start']).default('step_start'),
})
export type ActionUse = z.infer<typeof actionUseSchema>
