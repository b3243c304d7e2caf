import { z } from 'zod'
import { SCENARIOS } from './words.ts'

export const SCENARIO_KEY_KINDS = ['queue', 'dialled', 'ivr'] as const

/** Which scenario a call has when nobody says so: looked up by IVR key, then dialled number, then queue. */
export const scenarioMapEntrySchema = z.strictObject({
  kind: z.enum(SCENARIO_KEY_KINDS),
  key: z.string().min(1).max(160),
  scenario: z.enum(SCENARIOS),
})

export const floorSettingsSchema = z.strictObject({
  version: z.int().min(1),
  scenarioMap: z.array(scenarioMapEntrySchema),
  /** IANA zone of the site; figures are cut at its intervals, screens show it. */
  zone: z.string(),
})
export type FloorSettings = z.infer<typeof floorSettingsSchema>

export const DEFAULT_SETTINGS: FloorSettings = { version: 1, scenarioMap: [], zone: 'Asia/Shanghai' }
