import { z } from 'zod'

/**
 * What is kept for how long: words of ordinary calls and of complaints; alerts; the audit; calls, steps and figures
 * (`aggregate`); and the events everything is made from.
 */
export const RETENTION_KINDS = ['transcript', 'complaint_transcript', 'alert', 'audit', 'aggregate', 'event'] as const
export type RetentionKind = (typeof RETENTION_KINDS)[number]

export const RETENTION_MIN_DAYS = 7
export const RETENTION_MAX_DAYS = 3650
/** Who did what must be found half a year later. */
export const AUDIT_MIN_DAYS = 180

const days = z.int().min(RETENTION_MIN_DAYS).max(RETENTION_MAX_DAYS)

/** Events hold the words too, so they never outlive the shortest of the transcripts. */
export const retentionSchema = z
  .strictObject({
    transcript: days,
    complaint_transcript: days,
    alert: days,
    audit: days.min(AUDIT_MIN_DAYS),
    aggregate: days,
    event: days,
  })
  .refine(({ event, transcript, complaint_transcript }) => event <= Math.min(transcript, complaint_transcript), {
    path: ['event'],
    error: 'may not be longer than the shortest transcript',
  })

/** Days per kind. */
export type Retention = z.infer<typeof retentionSchema>

const DAY_MS = 86_400_000

/** The UTC day `days` after (or, negative, before) the day of `at` (epoch ms), as YYYY-MM-DD. */
export const dayAfter = (at: number, days: number): string => new Date(at + days * DAY_MS).toISOString().slice(0, 10)

/** A call at complaint level 2 or more, or about a complaint, is kept for the longer period. */
export const keepOf = (call: { peakLevel: number; scenario?: string | null }): 'transcript' | 'complaint_transcript' =>
  call.peakLevel >= 2 || call.scenario === 'complaint' ? 'complaint_transcript' : 'transcript'
