import { z } from 'zod'
import type { Entry, ForeignEntry } from '../domain/entry.ts'
import { RESERVED_TYPES } from '../domain/event.ts'
import { idSchema } from '../domain/ids.ts'
import { parseEvent } from '../domain/parse-event.ts'
import { ENTRY_SOURCES, FEED_ORIGINS } from '../domain/words.ts'
import { fileError, readLines } from './line-reader.ts'

/** What a line says besides its event. A printed line has no source, origin or position; an exported one has. */
const envelopeSchema = z.object({
  v: z.literal(1),
  feedId: idSchema,
  epoch: idSchema,
  source: z.enum(ENTRY_SOURCES).default('feed'),
  origin: z.enum(FEED_ORIGINS).default('owner'),
  position: z.int().min(0).optional(),
  receivedAt: z.union([z.number(), z.string()]).optional(),
})

/** Reads canonical events as JSON lines. Stops with file, line and reason at the first line that is not one. */
export async function* readCanonical(file: string, stdin: NodeJS.ReadableStream): AsyncGenerator<Entry | ForeignEntry> {
  for await (const { number, text } of readLines(file, stdin)) {
    const line = parseJson(file, number, text)
    const envelope = envelopeSchema.safeParse(line)
    if (!envelope.success) {
      const issue = envelope.error.issues[0]
      throw fileError(file, number, `${issue?.path.join('.') || '(line)'}: ${issue?.message}`)
    }
    const {
      v: _v,
      feedId,
      epoch,
      source,
      origin,
      position,
      receivedAt: _r,
      ...rest
    } = { ...(line as object), ...envelope.data }
    const parsed = parseEvent(rest)
    if (!parsed.ok) throw fileError(file, number, `${parsed.path}: ${parsed.reason}`)
    if (source === 'feed' && RESERVED_TYPES.has(parsed.event.type))
      throw fileError(file, number, `type: ${parsed.event.type} is written by the server only`)
    const at = Date.parse(parsed.event.occurredAt)
    yield {
      feedId,
      epoch,
      source,
      origin,
      position: position ?? number,
      at,
      receivedAt: at,
      event: parsed.event,
    } as Entry
  }
}

const parseJson = (file: string, number: number, text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw fileError(file, number, 'not JSON; the file is cut short or is not made of JSON lines', error)
  }
}
