import shipped from './complaint.v1.json' with { type: 'json' }
import { type ComplaintLexicon, complaintLexiconSchema } from './lexicon.ts'

let parsed: ComplaintLexicon | undefined

/** The complaint words the product ships with, checked once. */
export const shippedComplaintLexicon = (): ComplaintLexicon => {
  parsed ??= complaintLexiconSchema.parse(shipped)
  return parsed
}
