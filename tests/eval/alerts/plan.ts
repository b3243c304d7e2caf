import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { SCENARIOS, STEPS } from '#server/domain/words.ts'
import { BadFile } from '../read-calls.ts'

const plannedCallSchema = z.strictObject({
  /** Number of the agent; they take their calls one after another, in the order of the file. */
  agent: z.int().min(1),
  scenario: z.enum(SCENARIOS),
  /** Actions of the playbook the agent leaves out. */
  omit: z.array(z.string()).optional(),
  /** A step the agent leaves out. */
  skip: z.enum(STEPS).optional(),
  /** What the agent says and should not, and to which family it belongs. */
  slip: z.strictObject({ family: z.string(), text: z.string() }).optional(),
  /** How far the customer goes. */
  level: z.int().min(1).max(3).optional(),
  /** The agent asks for a team leader. */
  help: z.boolean().optional(),
})
export type PlannedCall = z.infer<typeof plannedCallSchema>

const planSchema = z.strictObject({
  seed: z.string(),
  startAt: z.iso.datetime(),
  hours: z.number().positive(),
  agents: z.int().min(1),
  /** Share of characters a recogniser gets wrong. */
  noise: z.number().min(0).max(1),
  calls: z.array(plannedCallSchema).min(1),
})
export type TrafficPlan = z.infer<typeof planSchema>

/** What one supervisor's agents do in some hours, and what they do wrong. Throws `BadFile`. */
export const readPlan = (file: string): TrafficPlan => {
  try {
    return planSchema.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch (error) {
    throw new BadFile(`${file}: ${error instanceof Error ? error.message : String(error)}`)
  }
}
