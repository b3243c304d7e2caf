import { z } from 'zod'
import { cueSchema } from '../cue.ts'

/** What a customer can complain of, or threaten with, in words. */
export const COMPLAINT_FAMILIES = [
  'regulator',
  'consumer_body',
  'media',
  'legal',
  'headquarters',
  'police',
  'superior',
  'repeated_contact',
  'contact_again',
  'broken_promise',
  'attitude',
  'insult',
  'anger',
  'churn',
  'complaint',
  'dissatisfied',
  'mass_issue',
  'data_leak',
  'safety',
  'press_present',
  'group_action',
] as const
const complaintFamilySchema = z.enum(COMPLAINT_FAMILIES)
export type ComplaintFamily = z.infer<typeof complaintFamilySchema>

const nameSchema = z.string().regex(/^[a-z][a-zA-Z]*$/)
const MAX_REACH = 80

/** Cues as written: `{name}` stands for a class of words. */
const writtenCue = z.union([
  z.string(),
  z.strictObject({ cue: z.string(), not: z.array(z.string()).optional(), weight: z.number().optional() }),
])

const writtenSchema = z.strictObject({
  version: z.int().positive(),
  /** Points a phrase must have, with all that is said around it, to count. */
  enough: z.int().positive(),
  /** How well a phrase must have been heard, 0 to 1. */
  clear: z.number().min(0).max(1),
  words: z.record(nameSchema, z.string()),
  contexts: z.array(
    z.strictObject({
      id: nameSchema,
      /** What it adds to a phrase near it; below 0 = it speaks against. */
      points: z.int().min(-20).max(20),
      /** How many characters may lie between it and the phrase it stands before or behind; left out = never there. */
      before: z.int().min(0).max(MAX_REACH).optional(),
      behind: z.int().min(0).max(MAX_REACH).optional(),
      cues: z.array(writtenCue).min(1),
    }),
  ),
  families: z
    .array(
      z.strictObject({
        family: complaintFamilySchema,
        level: z.int().min(1).max(4),
        /** Mood fades; what was threatened stays. */
        halfLifeSec: z.number().positive().optional(),
        /** Said on top of level 2 it makes level 3. */
        isAnger: z.boolean().optional(),
        contexts: z.array(nameSchema),
        phrases: z.array(z.strictObject({ points: z.int().min(0).max(20), cues: z.array(writtenCue).min(1) })).min(1),
      }),
    )
    .min(1),
})
type Written = z.infer<typeof writtenSchema>

const CLASS = /\{(\w*)\}/g

const putIn = (text: string, words: Written['words']): string =>
  text.replace(CLASS, (_, name: string) => {
    const choices = words[name]
    if (choices === undefined) throw new Error(`「${text}」: no class of words is called ${name}; add it under words`)
    return choices
  })

const readCue = (written: z.infer<typeof writtenCue>, words: Written['words']) => {
  const cue = typeof written === 'string' ? { cue: written } : written
  return { ...cue, cue: putIn(cue.cue, words), ...(cue.not ? { not: cue.not.map((text) => putIn(text, words)) } : {}) }
}

const checkNames = ({ contexts, families }: Written, refuse: (message: string) => void): void => {
  const known = new Set(contexts.map(({ id }) => id))
  if (known.size < contexts.length) refuse('two contexts have the same id; rename one')
  if (new Set(families.map(({ family }) => family)).size < families.length)
    refuse('a family stands twice; put its phrases together')
  for (const { family, contexts: used } of families)
    for (const id of used) if (!known.has(id)) refuse(`${family}: there is no context ${id}; add it or take it out`)
}

/** Replaces the classes of words by what is in them and checks every cue. */
const toLexicon = (written: Written, context: z.core.$RefinementCtx<Written>) => {
  const refuse = (message: string) => context.addIssue({ code: 'custom', message, input: written })
  const read = (cues: readonly z.infer<typeof writtenCue>[]) =>
    cues.flatMap((cue) => {
      try {
        const result = cueSchema.safeParse(readCue(cue, written.words))
        if (result.success) return [result.data]
        for (const { message } of result.error.issues) refuse(message)
      } catch (error) {
        refuse((error as Error).message)
      }
      return []
    })
  checkNames(written, refuse)
  return {
    version: written.version,
    enough: written.enough,
    clear: written.clear,
    contexts: written.contexts.map((item) => ({ ...item, cues: read(item.cues) })),
    families: written.families.map((item) => ({
      ...item,
      phrases: item.phrases.map(({ points, cues }) => ({ points, cues: read(cues) })),
    })),
  }
}

/** Complaint words as an installation edits them. */
export const complaintLexiconSchema = writtenSchema.transform(toLexicon)
export type ComplaintLexicon = z.output<typeof complaintLexiconSchema>
