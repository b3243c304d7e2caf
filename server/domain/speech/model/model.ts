import { z } from 'zod'
import { STEPS } from '../../words.ts'
import { CUSTOMER_DENSE, DENSE_COLUMNS } from './features.ts'
import type { Linear } from './linear.ts'
import shipped from './model.v1.json' with { type: 'json' }

/** The five steps, and what has no function of its own: 嗯, 好的, scraps. */
export const TURN_CLASSES = [...STEPS, 'none'] as const

const linearSchema = (columns: number, classes: number) =>
  z.strictObject({
    buckets: z.int().min(1),
    scale: z.number(),
    /** base64 of one signed byte a weight */
    grams: z.string(),
    dense: z.array(z.array(z.number()).length(classes)).length(columns),
  })

export const modelSchema = z.strictObject({
  version: z.int().min(1),
  agent: linearSchema(DENSE_COLUMNS, TURN_CLASSES.length),
  customer: linearSchema(CUSTOMER_DENSE, 1),
})
export type ModelFile = z.infer<typeof modelSchema>

/** `agent` tells the step of an utterance, `customer` whether one states what the call is about. */
export type SpeechModel = { version: number; agent: Linear; customer: Linear }

const readBytes = (text: string): Int8Array => Int8Array.from(atob(text), (char) => (char.charCodeAt(0) << 24) >> 24)

const readLinear = ({ grams, ...rest }: ModelFile['agent'], classes: number): Linear => {
  const bytes = readBytes(grams)
  if (bytes.length !== rest.buckets * classes) throw new Error('the model file is cut short; run npm run train')
  return { ...rest, classes, grams: bytes }
}

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
