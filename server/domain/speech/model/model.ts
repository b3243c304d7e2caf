import { z } from 'zod'
import { STEPS } from '../../words.ts'
import { CUSTOMER_DENSE, DENSE_COLUMNS } from './features.ts'
import { type Linear, linearSchema, readLinear } from './linear.ts'
import shipped from './model.v1.json' with { type: 'json' }

/** The five steps, and what has no function of its own: 嗯, 好的, scraps. */
export const TURN_CLASSES = [...STEPS, 'none'] as const

export const modelSchema = z.strictObject({
  version: z.int().min(1),
  agent: linearSchema(DENSE_COLUMNS, TURN_CLASSES.length),
  customer: linearSchema(CUSTOMER_DENSE, 1),
})
export type ModelFile = z.infer<typeof modelSchema>

/** `agent` tells the step of an utterance, `customer` whether one states what the call is about. */
export type SpeechModel = { version: number; agent: Linear; customer: Linear }

export const readModel = (file: ModelFile): SpeechModel => ({
  version: file.version,
  agent: readLinear(file.agent, TURN_CLASSES.length),
  customer: readLinear(file.customer, 1),
})

let read: SpeechModel | undefined

/** The model the product ships with, made by `npm run train`. */
export const shippedModel = (): SpeechModel => {
  read ??= readModel(modelSchema.parse(shipped))
  return read
}
