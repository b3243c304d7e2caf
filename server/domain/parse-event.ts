import { z } from 'zod'
import { EVENT_DATA, type Event, type EventType, eventHeadSchema, type ForeignEvent } from './event.ts'
import { textSchema } from './ids.ts'

export type ParsedEvent =
  | { ok: true; known: true; event: Event }
  | { ok: true; known: false; event: ForeignEvent }
  | { ok: false; path: string; reason: string }

const headSchema = eventHeadSchema.extend({ type: textSchema(80, 1), data: z.unknown() })

const refusal = (error: z.ZodError, prefix: string): ParsedEvent => {
  const issue = error.issues[0]
  const path = [prefix, ...(issue?.path ?? [])].filter((p) => p !== '').join('.')
  return { ok: false, path: path || '(event)', reason: issue?.message ?? 'not an event' }
}

/**
 * Checks one event as a feed sends it. Fields the schema does not name are dropped, except for a type this version
 * does not know, whose `data` is kept as it came.
 */
export const parseEvent = (input: unknown): ParsedEvent => {
  const head = headSchema.safeParse(input)
  if (!head.success) return refusal(head.error, '')
  const { type, data, ...rest } = head.data
  if (!Object.hasOwn(EVENT_DATA, type)) return { ok: true, known: false, event: { ...rest, type, data: data ?? {} } }
  const parsed = EVENT_DATA[type as EventType].safeParse(data ?? {})
  if (!parsed.success) return refusal(parsed.error, 'data')
  return { ok: true, known: true, event: { ...rest, type, data: parsed.data } as Event }
}
