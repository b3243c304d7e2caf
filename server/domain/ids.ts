import { z } from 'zod'

const FORBIDDEN = new Set(['__proto__', 'constructor', 'prototype'])
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const CONTROL = /[\u0000-\u001f]/

/** True when PostgreSQL can store the text as it is: no NUL and no lone surrogate. */
export const isStorable = (text: string) => !text.includes('\u0000') && text.isWellFormed()

/** The text as PostgreSQL can store it, what it cannot shown as such. */
export const toStorable = (text: string) => text.toWellFormed().replaceAll('\u0000', '\ufffd')

type Lengths = { minLength?: number; maxLength: number }

/** One check a text, since every event has a dozen; `faultOf` says why a text of the right length is refused. */
const checkedText = (lengths: Lengths, faultOf: (text: string) => string | undefined) => {
  const { minLength = 0, maxLength } = lengths
  const refusal = `must have ${minLength} to ${maxLength} characters`
  return z
    .string()
    .superRefine((text, context) => {
      const hasLength = text.length >= minLength && text.length <= maxLength
      const fault = hasLength ? faultOf(text) : refusal
      if (fault) context.addIssue(fault)
    })
    .meta(lengths)
}

/** An identifier of the outside world: 1-160 printable characters, safe as a map key and in PostgreSQL. */
export const idSchema = checkedText({ minLength: 1, maxLength: 160 }, (id) => {
  if (CONTROL.test(id) || !id.isWellFormed()) return 'must not hold control characters or lone surrogates'
  return FORBIDDEN.has(id) ? 'is a reserved word' : undefined
})

/** Free text of the outside world, as long as `maxLength` characters. */
export const textSchema = (maxLength: number, minLength?: number) =>
  checkedText({ ...(minLength !== undefined && { minLength }), maxLength }, (text) =>
    isStorable(text) ? undefined : 'must not hold NUL or lone surrogates',
  )

const FROM = Date.UTC(2000, 0, 1)
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?Z$/
const TO = Date.UTC(2101, 0, 1)

/** RFC 3339 UTC with up to milliseconds, 2000-2100. */
export const instantSchema = z
  .string()
  .refine((s) => {
    if (!INSTANT.test(s)) return false
    const at = Date.parse(s)
    return at >= FROM && at < TO
  }, 'must be an RFC 3339 UTC time between 2000 and 2100, such as 2026-11-22T07:30:00.000Z')
  .meta({ maxLength: 40 })
