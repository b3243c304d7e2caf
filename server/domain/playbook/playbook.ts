import { z } from 'zod'
import { cueSchema } from '../speech/cue.ts'
import { DIRECTIONS, LEVEL_SOURCES, RULES, SCENARIOS, SEVERITIES, STEPS, VERDICT_USES } from '../words.ts'
import { actionIdSchema, actionSchema, actionUseSchema, labelSchema } from './action.ts'
import { checkPlaybook } from './check-playbook.ts'
import { conditionSchema, exemptionSchema } from './conditions.ts'

/** Seconds. */
const limits = z.strictObject({ min: z.number().min(0), target: z.number(), warn: z.number(), max: z.number() })
const phrases = z.array(z.strictObject({ zh: z.string(), en: z.string().optional() }))

export const playbookStepSchema = z.strictObject({
  step: z.enum(STEPS),
  goal: labelSchema,
  dwellSec: limits,
  /** How bad it is to leave this step out. */
  severity: z.enum(SEVERITIES),
  /** `never`: must happen. `if_score_high`: may be left out when the survey score was high. */
  skippable: z.enum(['never', 'if_score_high']),
  /** What agents may say here, placeholders in braces. */
  phrases,
  actions: z.array(actionUseSchema),
})
export type PlaybookStep = z.infer<typeof playbookStepSchema>

export const playbookScenarioSchema = z.strictObject({
  scenario: z.enum(SCENARIOS),
  label: labelSchema,
  direction: z.enum(DIRECTIONS),
  talkSec: z.strictObject({ target: z.number(), warn: z.number(), max: z.number() }),
  acwSec: z.strictObject({ target: z.number(), warn: z.number(), max: z.number() }),
  steps: z.array(playbookStepSchema).length(STEPS.length),
  /** After any of `after` one of `by` follows within `withinSec`, holds not counted. */
  confirmation: z
    .strictObject({
      after: z.array(actionIdSchema).min(1),
      by: z.array(actionIdSchema).min(1),
      withinSec: z.number().positive(),
    })
    .optional(),
})

/** Every action of `before` that is owed comes before any of `after`. */
export const orderingSchema = z.strictObject({
  id: z.string().min(1).max(60),
  label: labelSchema,
  before: z.array(actionIdSchema).min(1),
  after: z.array(actionIdSchema).min(1),
  scenarios: z.array(z.enum(SCENARIOS)).min(1),
  when: z.string().optional(),
  /** An exemption that waives it. */
  unless: z.string().optional(),
  severity: z.enum(SEVERITIES),
})
export type Ordering = z.infer<typeof orderingSchema>

/** Words no agent should use, and what to say instead. */
export const forbiddenSchema = z.strictObject({
  id: z.string().min(1).max(60),
  label: labelSchema,
  severity: z.enum(SEVERITIES),
  cues: z.array(cueSchema).min(1),
  rewrite: labelSchema.partial({ en: true }),
})
export type Forbidden = z.infer<typeof forbiddenSchema>

/** A step of handling a complaint well; done when its actions are. `afterCall` is the case's, not the call's. */
export const goldenStepSchema = z.strictObject({
  n: z.int().min(1),
  label: labelSchema,
  actions: z.array(actionIdSchema),
  afterCall: z.boolean().default(false),
})

/** What the opening asks for in calls that are not of their scenario's usual direction, or of customers with a tag. */
export const openingSchema = z.strictObject({
  id: z.string().min(1).max(60),
  label: labelSchema,
  directions: z.array(z.enum(DIRECTIONS)).min(1),
  scenarios: z.array(z.enum(SCENARIOS)).default([...SCENARIOS]),
  /** Any of these tags of the call; without any the variant is for all. */
  tags: z.array(z.string().min(1)).default([]),
  phrases: phrases.default([]),
  /** In the place of the scenario's own opening actions. */
  actions: z.array(actionUseSchema).min(1),
})

/** The first line that fits a verdict says what becomes of it. */
export const policyLineSchema = z.strictObject({
  rule: z.enum(RULES),
  scenario: z.enum(SCENARIOS).optional(),
  step: z.enum(STEPS).optional(),
  /** An action, an ordering or a forbidden family. */
  about: z.string().optional(),
  severity: z.enum(SEVERITIES).optional(),
  /** Of a complaint. */
  level: z.int().min(0).max(4).optional(),
  source: z.enum(LEVEL_SOURCES).optional(),
  as: z.enum(VERDICT_USES),
})
export type PolicyLine = z.infer<typeof policyLineSchema>

const bodySchema = z.strictObject({
  version: z.int().min(1),
  /** Legal moves back, `[from, to]`; any other move back is an order violation. */
  legalBackward: z.array(z.tuple([z.enum(STEPS), z.enum(STEPS)])),
  scenarios: z.array(playbookScenarioSchema).length(SCENARIOS.length),
  /** Absent from playbooks stored by earlier builds, as all that follows: their actions are listed and not judged. */
  actions: z.array(actionSchema).default([]),
  conditions: z.array(conditionSchema).default([]),
  exemptions: z.array(exemptionSchema).default([]),
  orderings: z.array(orderingSchema).default([]),
  forbidden: z.array(forbiddenSchema).default([]),
  goldenSteps: z.array(goldenStepSchema).default([]),
  openings: z.array(openingSchema).default([]),
  policy: z.array(policyLineSchema).default([]),
})

/** The five flows under one version number; calls are judged by the version they were pinned to. */
export const playbookSchema = bodySchema.superRefine(checkPlaybook)
export type Playbook = z.infer<typeof bodySchema>
export type PlaybookScenario = z.infer<typeof playbookScenarioSchema>
