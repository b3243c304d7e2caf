import { z } from 'zod'
import { STEPS, type Step } from '../words.ts'
import { cueSchema } from './cue.ts'
import shipped from './lexicon.v1.json' with { type: 'json' }

/** 还有其他… belongs to the step the centre says, see `anythingElse`. */
export const ANYTHING_ELSE = 'anything_else'

const stepCueSchema = cueSchema.extend({
  step: z.enum([...STEPS, ANYTHING_ELSE]),
  /** Who must say it. */
  role: z.enum(['agent', 'customer']),
  /** `begin`: counts only while the call begins; a 您好 after a hold is no greeting. */
  window: z.enum(['begin']).optional(),
})

/** What is listened for, under one version number. */
export const lexiconSchema = z.strictObject({
  version: z.int().min(1),
  /** The step that asking for anything else belongs to. */
  anythingElse: z.enum(['closing', 'confirmation']),
  steps: z.array(stepCueSchema).max(2_000),
})
export type Lexicon = z.infer<typeof lexiconSchema>
export type StepCue = Lexicon['steps'][number]

export const stepOfCue = (lexicon: Lexicon, { step }: StepCue): Step =>
  step === ANYTHING_ELSE ? lexicon.anythingElse : step

let parsed: Lexicon | undefined

/** The phrases the product ships with, checked once. */
export const shippedLexicon = (): Lexicon => {
  parsed ??= lexiconSchema.parse(shipped)
  return parsed
}
