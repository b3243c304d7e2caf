import { z } from 'zod'
import { DIRECTIONS, SCENARIOS, SEVERITIES, STEPS } from '../words.ts'

const label = z.strictObject({ zh: z.string().min(1), en: z.string().min(1) })
/** Seconds. */
const limits = z.strictObject({ min: z.number().min(0), target: z.number(), warn: z.number(), max: z.number() })

export const playbookStepSchema = z.strictObject({
  step: z.enum(STEPS),
  goal: label,
  dwellSec: limits,
  /** How bad it is to leave this step out. */
  severity: z.enum(SEVERITIES),
  /** `never`: must happen. `if_score_high`: may be left out when the survey score was high. */
  skippable: z.enum(['never', 'if_score_high']),
  /** What agents may say here, placeholders in braces. */
  phrases: z.array(z.strictObject({ zh: z.string(), en: z.string().optional() })),
  actions: z.array(
    z.strictObject({
      action: z.string(),
      label,
      level: z.enum(['required', 'conditional', 'recommended', 'prohibited']),
      severity: z.enum(SEVERITIES),
      neverSkip: z.boolean(),
      when: z.string().optional(),
    }),
  ),
})
export type PlaybookStep = z.infer<typeof playbookStepSchema>

export const playbookScenarioSchema = z.strictObject({
  scenario: z.enum(SCENARIOS),
  label,
  direction: z.enum(DIRECTIONS),
  talkSec: z.strictObject({ target: z.number(), warn: z.number(), max: z.number() }),
  acwSec: z.strictObject({ target: z.number(), warn: z.number(), max: z.number() }),
  steps: z.array(playbookStepSchema).length(STEPS.length),
})

/** The five flows under one version number; calls are judged by the version they were pinned to. */
export const playbookSchema = z.strictObject({
  version: z.int().min(1),
  /** Legal moves back, `[from, to]`; any other move back is an order violation. */
  legalBackward: z.array(z.tuple([z.enum(STEPS), z.enum(STEPS)])),
  scenarios: z.array(playbookScenarioSchema).length(SCENARIOS.length),
})
export type Playbook = z.infer<typeof playbookSchema>
export type PlaybookScenario = z.infer<typeof playbookScenarioSchema>
