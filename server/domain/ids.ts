import { z } from 'zod'

const FORBIDDEN = new Set(['__proto__', 'constructor', 'prototype'])

const hasControl = (text: string) => {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) < 0x20) return true
  return false
}

/** True when PostgreSQL can store the text as it is: no NUL and no lone surrogate. */
export const isStorable = (text: string) => !text.includes('\u0000') && text.isWellFormed()

/** The text as PostgreSQL can store it, what it cannot shown as such. */
export const toStorable = (text: string) => text.toWellFormed().replaceAll('\u0000', '\ufffd')

/** An identifier of the outside world: 1-160 printable characters, safe as a map key and in PostgreSQL. */
export const idSchema = z
  .string()
  .min(1)
  .max(160)
  .refine((s) => isStorable(s) && !hasControl(s), 'must not hold control characters or lone surrogates')
  .refine((s) => !FORBIDDEN.has(s), 'is a reserved word')

/** Free text of the outside world, as long as `max` characters. */
export const textSchema = (max: number) =>
  z.string().max(max).refine(isStorable, 'must not hold NUL or lone surrogates')

const FROM = Date.UTC(2000, 0, 1)
const TO = Date.UTC(2101, 0, 1)

/** RFC 3339 UTC with up to milliseconds, 2000-2100. */
export const instantSchema = z
  .string()
  .max(40)
  .refine((s) => {
    const at = Date.parse(s)
    return /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?Z$/.test(s) && at >= FROM && at < TO
  }, 'must be an RFC 3339 UTC time between 2000 and 2100, such as 2026-11-22T07:30:00.000Z')
