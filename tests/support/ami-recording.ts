import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'

export type Headers = Record<string, string>
export type RecordedMessage = { headers: Headers; bytes: Buffer; at: number | undefined }

const toHeaders = (text: string): Headers =>
  Object.fromEntries(
    text.split('\r\n').map((line) => {
      const colon = line.indexOf(':')
      return [line.slice(0, colon), line.slice(colon + 1).trim()]
    }),
  )

/** A recorded AMI session taken apart without the product's own parser: the greeting is left out. */
export const readAmiRecording = (path: string): RecordedMessage[] => {
  const bytes = readFileSync(path)
  const text = (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8')
  return text
    .slice(text.indexOf('\r\n') + 2)
    .split('\r\n\r\n')
    .filter((message) => message !== '')
    .map((message) => {
      const headers = toHeaders(message)
      const stamp = headers.Timestamp
      return { headers, bytes: Buffer.from(`${message}\r\n\r\n`), at: stamp ? Number(stamp) * 1000 : undefined }
    })
}

const LISTED = new Set(['QueueParams', 'QueueMember', 'QueueEntry', 'QueueStatusComplete', 'CoreShowChannelsComplete'])

/** Messages the PBX sent by itself, in order: what anybody who is logged in would have heard. */
export const spontaneous = (messages: readonly RecordedMessage[]): (RecordedMessage & { at: number })[] =>
  messages.filter(
    (message): message is RecordedMessage & { at: number } =>
      message.at !== undefined && message.headers.Event !== undefined && !LISTED.has(message.headers.Event),
  )
