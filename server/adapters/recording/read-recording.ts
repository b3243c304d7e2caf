import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { createGunzip } from 'node:zlib'
import { CodedError } from '#server/errors.ts'
import { type AmiFields, type AmiFrame, createFields, kindOf, timestampOf } from '../asterisk/ami-message.ts'
import { AmiSyntaxError, createAmiParser } from '../asterisk/ami-parser.ts'

/** A message of a recording before its time is settled. */
type Record = { kind: AmiFrame['kind']; offset: number; fields: AmiFields; stampAt?: number; receivedAt?: number }

/** Messages at the start of a connection that wait for the first stamped one. */
const MAX_UNSTAMPED = 5000

const bad = (path: string, reason: string) => new CodedError('bad_request', `${path}: ${reason}`)

const fileError = (path: string, error: unknown): CodedError => {
  const { code, message } = error as NodeJS.ErrnoException
  if (code === 'ENOENT') return bad(path, 'no such file')
  if (code === 'EISDIR') return bad(path, 'is a folder')
  return bad(path, message)
}

/** Bytes of the file, unpacked when its name ends in `.gz`. */
async function* readBytes(path: string): AsyncGenerator<Buffer> {
  const file = createReadStream(path)
  const stream = path.endsWith('.gz') ? file.pipe(createGunzip()) : file
  if (stream !== file) file.on('error', (error) => stream.destroy(error))
  for await (const chunk of stream) yield chunk as Buffer
}

async function* readAmi(path: string): AsyncGenerator<Record> {
  const parser = createAmiParser()
  try {
    for await (const chunk of readBytes(path))
      for (const { kind, offset, fields } of parser.push(chunk))
        yield { kind, offset, fields, stampAt: timestampOf(fields) }
  } catch (error) {
    if (error instanceof AmiSyntaxError) throw bad(path, error.message)
    const { line } = parser.unfinished() ?? {}
    const where = line ? ` after line ${line}` : ''
    throw (error as NodeJS.ErrnoException).code?.startsWith('Z_')
      ? bad(path, `the packed file is damaged or cut off${where}: ${(error as Error).message}`)
      : fileError(path, error)
  }
  const rest = parser.unfinished()
  if (rest) throw bad(path, `line ${rest.line}: the file ends inside the message that begins at byte ${rest.offset}`)
}

const toPairs = (event: object): [string, string][] =>
  Object.entries(event).flatMap(([name, value]) =>
    (Array.isArray(value) ? value : [value]).map((v): [string, string] => [name, String(v)]),
  )

const KINDS = new Set(['event', 'response', 'banner'])

/** One line `{ts, off, kind, event}`: seconds of receipt, byte offset, kind, headers. Other kinds say nothing to us. */
const parseLine = (path: string, text: string, line: number): Record | undefined => {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    throw bad(path, `line ${line}: not JSON (${(error as Error).message})`)
  }
  const { ts, off, kind, event } = (value ?? {}) as { ts?: unknown; off?: unknown; kind?: unknown; event?: unknown }
  if (typeof ts === 'number' && typeof kind === 'string' && !KINDS.has(kind)) return undefined
  if (typeof ts !== 'number' || typeof off !== 'number' || typeof kind !== 'string')
    throw bad(path, `line ${line}: not a line of a recording: it needs ts, off and a kind of event, response or banner`)
  if (typeof event !== 'object' || event === null) throw bad(path, `line ${line}: event is not an object`)
  const fields = createFields(toPairs(event))
  const receivedAt = Math.floor(ts * 1000)
  const settled = kind === 'banner' ? 'banner' : kindOf(fields)
  return { kind: settled, offset: off, fields, stampAt: timestampOf(fields), receivedAt }
}

async function* readJsonLines(path: string): AsyncGenerator<Record> {
  let rest: Buffer[] = []
  let line = 0
  let base = 0
  let last = 0
  const take = (text: string) => {
    line += 1
    const record = text.trim() === '' ? undefined : parseLine(path, text, line)
    if (!record) return undefined
    if (base + record.offset < last) base = last + 1
    last = base + record.offset
    return { ...record, offset: last }
  }
  try {
    for await (const chunk of readBytes(path)) {
      let from = 0
      for (let end = chunk.indexOf(0x0a); end !== -1; end = chunk.indexOf(0x0a, from)) {
        const record = take(Buffer.concat([...rest, chunk.subarray(from, end)]).toString('utf8'))
        rest = []
        from = end + 1
        if (record) yield record
      }
      if (from < chunk.length) rest.push(chunk.subarray(from))
    }
  } catch (error) {
    if (error instanceof CodedError) throw error
    throw (error as NodeJS.ErrnoException).code?.startsWith('Z_')
      ? bad(path, `the packed file is damaged or cut off after line ${line}: ${(error as Error).message}`)
      : fileError(path, error)
  }
  const record = rest.length > 0 ? take(Buffer.concat(rest).toString('utf8')) : undefined
  if (record) yield record
}

/**
 * Gives every message its time: its own stamp, else the last one before it; at the start of a connection the first one
 * after it. So both forms of one recording give the same times. Without any stamp the time of receipt counts.
 */
async function* settleTimes(path: string, records: AsyncGenerator<Record>): AsyncGenerator<AmiFrame> {
  let waiting: Record[] = []
  let lastAt: number | undefined
  let everAt: number | undefined
  let isUnstamped = false
  const toFrame = (r: Record, at: number, timeQuality: AmiFrame['timeQuality']): AmiFrame => ({
    kind: r.kind,
    id: String(r.offset),
    at,
    timeQuality,
    fields: r.fields,
  })
  for await (const record of records) {
    if (isUnstamped) {
      yield toFrame(record, record.receivedAt ?? 0, 'adapter')
      continue
    }
    if (record.kind === 'banner') lastAt = undefined
    lastAt = record.stampAt ?? (waiting.length >= MAX_UNSTAMPED ? everAt : undefined) ?? lastAt
    everAt = lastAt ?? everAt
    waiting.push(record)
    if (lastAt !== undefined) {
      for (const held of waiting) yield toFrame(held, held.stampAt ?? lastAt, 'native')
      waiting = []
    } else if (waiting.length >= MAX_UNSTAMPED) {
      isUnstamped = true
      yield* flushUnstamped(path, waiting, toFrame)
      waiting = []
    }
  }
  if (everAt !== undefined) for (const held of waiting) yield toFrame(held, held.stampAt ?? everAt, 'native')
  else if (waiting.length > 0) yield* flushUnstamped(path, waiting, toFrame)
}

function* flushUnstamped(
  path: string,
  waiting: readonly Record[],
  toFrame: (r: Record, at: number, quality: AmiFrame['timeQuality']) => AmiFrame,
): Generator<AmiFrame> {
  if (waiting.some((r) => r.receivedAt === undefined))
    throw bad(
      path,
      'its messages carry no Timestamp, so nothing says when they happened: use the .jsonl form, which has the time of ' +
        'receipt, or record with timestampevents=yes',
    )
  for (const r of waiting) yield toFrame(r, r.receivedAt ?? 0, 'adapter')
}

/**
 * Messages of a recorded AMI session, in order: `.ami` (the bytes as sent) or `.jsonl` (`{ts, off, kind, event}`), each
 * also packed as `.gz`. Throws `CodedError('bad_request')` naming the line or byte and the reason.
 */
export async function* readRecording(path: string): AsyncGenerator<AmiFrame> {
  const name = path.replace(/\.gz$/, '')
  const isAmi = name.endsWith('.ami')
  if (!isAmi && !name.endsWith('.jsonl'))
    throw bad(path, 'not a recording: give a .ami or .jsonl file, or either as .gz')
  try {
    if ((await stat(path)).size === 0) throw bad(path, 'line 1: the file is empty')
  } catch (error) {
    throw error instanceof CodedError ? error : fileError(path, error)
  }
  let count = 0
  for await (const frame of settleTimes(path, isAmi ? readAmi(path) : readJsonLines(path))) {
    count += 1
    yield frame
  }
  if (count === 0) throw bad(path, 'line 1: holds no AMI message')
}
