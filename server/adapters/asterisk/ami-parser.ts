import { type AmiMessage, createFields, kindOf } from './ami-message.ts'

const LF = 0x0a
const MAX_LINE_BYTES = 64 * 1024
const MAX_MESSAGE_BYTES = 1024 * 1024
const BANNER = /(?:^|.)Asterisk Call Manager\/\d[\d.]*$/s

/** The bytes are not AMI. `offset` counts bytes from 0, `line` from 1. */
export class AmiSyntaxError extends Error {
  readonly offset: number
  readonly line: number

  constructor(line: number, offset: number, reason: string) {
    super(`line ${line} (byte ${offset}): ${reason}`)
    this.name = 'AmiSyntaxError'
    this.line = line
    this.offset = offset
  }
}

export type AmiParser = {
  /** Takes bytes cut anywhere and returns the messages they complete. Throws `AmiSyntaxError`. */
  push(chunk: Uint8Array): AmiMessage[]
  /** Where the stream stopped in the middle of a message, if it did. */
  unfinished(): { line: number; offset: number } | undefined
  /** Messages a dead connection left half said before the next greeting. */
  torn(): number
}

/** Splits a stream of bytes into AMI messages. Holds one message at most. */
export const createAmiParser = (): AmiParser => {
  let rest = Buffer.alloc(0)
  let offset = 0
  let line = 1
  let start = 0
  let pairs: [string, string][] = []
  let torn = 0
  let greeted = false

  const greet = (text: string): AmiMessage => {
    if (pairs.length > 0 || !text.startsWith('Asterisk')) torn += 1
    pairs = []
    greeted = true
    const at = offset
    return { kind: 'banner', offset: at, fields: createFields([['Banner', text.slice(text.lastIndexOf('Asterisk'))]]) }
  }

  const finish = (): AmiMessage | undefined => {
    if (pairs.length === 0) return undefined
    const fields = createFields(pairs)
    pairs = []
    if (fields.get('Event') === undefined && fields.get('Response') === undefined)
      throw new AmiSyntaxError(line, start, 'a message without Event or Response is not AMI')
    greeted = true
    return { kind: kindOf(fields), offset: start, fields }
  }

  const takeLine = (bytes: Buffer): AmiMessage | undefined => {
    const text = bytes.toString('utf8')
    if (text === '') return finish()
    if (BANNER.test(text)) return greet(text)
    const colon = text.indexOf(':')
    if (colon < 1) {
      const what = greeted ? 'not a header' : 'this is no AMI stream: not a greeting and not a header'
      throw new AmiSyntaxError(line, offset, what)
    }
    if (pairs.length === 0) start = offset
    if (offset - start > MAX_MESSAGE_BYTES) throw new AmiSyntaxError(line, start, 'a message longer than 1 MiB')
    pairs.push([text.slice(0, colon), text.slice(text.charCodeAt(colon + 1) === 0x20 ? colon + 2 : colon + 1)])
    return undefined
  }

  return {
    push(chunk) {
      const bytes = rest.length > 0 ? Buffer.concat([rest, chunk]) : Buffer.from(chunk)
      const messages: AmiMessage[] = []
      let from = 0
      for (let end = bytes.indexOf(LF, from); end !== -1; end = bytes.indexOf(LF, from)) {
        const stop = end > from && bytes[end - 1] === 0x0d ? end - 1 : end
        const message = takeLine(bytes.subarray(from, stop))
        if (message) messages.push(message)
        offset += end + 1 - from
        line += 1
        from = end + 1
      }
      rest = Buffer.from(bytes.subarray(from))
      if (rest.length > MAX_LINE_BYTES) throw new AmiSyntaxError(line, offset, 'a line longer than 64 KiB')
      return messages
    },
    unfinished() {
      if (pairs.length > 0) return { line, offset: start }
      return rest.length > 0 ? { line, offset } : undefined
    },
    torn: () => torn,
  }
}
