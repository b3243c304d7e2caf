import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { createGunzip } from 'node:zlib'
import { CodedError } from '../errors.ts'

/** A problem at a place in a file, told so that a person finds it. */
export const fileError = (file: string, line: number, reason: string, cause?: unknown): CodedError =>
  new CodedError('bad_request', `${file}: line ${line}: ${reason}`, { cause })

/**
 * Lines of a text file with their numbers from 1; `-` is standard input, `.gz` is unpacked. Empty lines are left out.
 * Throws a CodedError that names file, line and reason when the file is missing, cut short or not what its name says.
 */
export async function* readLines(
  file: string,
  stdin: NodeJS.ReadableStream,
): AsyncGenerator<{ number: number; text: string }> {
  const raw: NodeJS.ReadableStream = file === '-' ? stdin : createReadStream(file)
  const input: NodeJS.ReadableStream = file.endsWith('.gz') ? raw.pipe(createGunzip()) : raw
  let number = 0
  let failure: unknown
  const fail = (error: unknown) => {
    failure = error
    lines.close()
  }
  const lines = createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })
  raw.on('error', fail)
  input.on('error', fail)
  try {
    for await (const text of lines) {
      number += 1
      if (text.trim() !== '') yield { number, text }
    }
  } catch (error) {
    fail(error)
  }
  if (failure) throw fileError(file, number + 1, explain(failure), failure)
}

const explain = (error: unknown): string => {
  const { code, message } = error as NodeJS.ErrnoException
  if (code === 'ENOENT') return 'there is no such file'
  if (code === 'EISDIR') return 'this is a folder, not a file'
  if (code === 'Z_BUF_ERROR') return 'the compressed file is cut short'
  if (code === 'Z_DATA_ERROR') return 'this is not a gzip file, or it is damaged'
  return message
}
