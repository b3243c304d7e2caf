import { maskText } from '../domain/redact.ts'

const MAX_BYTES = 4096
const MAX_DEPTH = 12
const IDS = new Set(['eventId', 'callId', 'segmentId'])
const ID_LIKE = /^[\w.:/@#;-]{1,160}$/
const TIME_LIKE = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)?$/

const isPlain = (key: string, value: unknown): boolean =>
  typeof value === 'string' &&
  ((IDS.has(key) && ID_LIKE.test(value)) || (key === 'occurredAt' && TIME_LIKE.test(value)))

const mask = (value: unknown, depth: number): unknown => {
  if (typeof value === 'string') return maskText(value.slice(0, MAX_BYTES))
  if (typeof value === 'number') return maskText(String(value)) === String(value) ? value : '*'
  if (typeof value !== 'object' || value === null) return value
  if (depth >= MAX_DEPTH) return '…'
  if (Array.isArray(value)) return value.slice(0, 100).map((inner) => mask(inner, depth + 1))
  const fields = Object.entries(value).slice(0, 100)
  return Object.fromEntries(
    fields.map(([key, inner]) => [maskText(key), depth === 0 && isPlain(key, inner) ? inner : mask(inner, depth + 1)]),
  )
}

/** What is kept of an event nobody could use: JSON text without clear numbers, storable, at most 4096 bytes. */
export const describeDead = (input: unknown): string => {
  const text = (JSON.stringify(mask(input, 0)) ?? String(input)).replaceAll('\u0000', '')
  const bytes = Buffer.from(text.toWellFormed(), 'utf8')
  if (bytes.length <= MAX_BYTES) return bytes.toString('utf8')
  // Cutting may split a character, which decodes to a longer replacement mark.
  return bytes
    .subarray(0, MAX_BYTES - 3)
    .toString('utf8')
    .replace(/\ufffd+$/, '')
}
