import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type AmiMessage, decodeEscapes } from '#server/adapters/asterisk/ami-message.ts'
import { AmiSyntaxError, createAmiParser } from '#server/adapters/asterisk/ami-parser.ts'

const STREAM = Buffer.from(
  'Asterisk Call Manager/11.0.0\r\n' +
    'Response: Success\r\nActionID: login\r\nMessage: Authentication accepted\r\n\r\n' +
    'Event: QueueMemberPause\r\nPausedReason: coaching: 1:1\r\nMemberName: 坐席\r\nEmpty: \r\n\r\n' +
    'Event: Hangup\r\nChanVariable: A=1\r\nChanVariable: B=\r\n\r\n',
)

const plain = ({ kind, offset, fields }: AmiMessage) => ({
  kind,
  offset,
  fields: fields.names.map((name) => [name, fields.all(name)]),
})
const parseAll = (chunks: Uint8Array[]) => {
  const parser = createAmiParser()
  return chunks.flatMap((chunk) => parser.push(chunk)).map(plain)
}
const WHOLE = parseAll([STREAM])

test('messages keep repeated headers, values with colons, empty values and raw UTF-8, and know their byte offset', () => {
  expect(WHOLE.map((m) => m.kind)).toEqual(['banner', 'response', 'event', 'event'])
  expect(WHOLE.map((m) => m.offset)).toEqual([0, 30, STREAM.indexOf('Event: Queue'), STREAM.indexOf('Event: Hangup')])
  expect(WHOLE[2]?.fields).toContainEqual(['PausedReason', ['coaching: 1:1']])
  expect(WHOLE[2]?.fields).toContainEqual(['MemberName', ['坐席']])
  expect(WHOLE[2]?.fields).toContainEqual(['Empty', ['']])
  expect(WHOLE[3]?.fields).toContainEqual(['ChanVariable', ['A=1', 'B=']])
})

test('wherever the bytes are cut, the same messages come out', () => {
  for (let at = 0; at <= STREAM.length; at++)
    expect(parseAll([STREAM.subarray(0, at), STREAM.subarray(at)])).toEqual(WHOLE)
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: STREAM.length }), { maxLength: 12 }), (cuts) => {
      const at = [0, ...cuts.sort((a, b) => a - b), STREAM.length]
      expect(parseAll(at.slice(1).map((end, i) => STREAM.subarray(at[i], end)))).toEqual(WHOLE)
    }),
  )
})

test('a greeting in the middle of a message is a new connection and the torn message is dropped', () => {
  const parser = createAmiParser()
  const cutAt = STREAM.indexOf('MemberName')
  const messages = [...parser.push(STREAM.subarray(0, cutAt + 6)), ...parser.push(STREAM)]
  expect(messages.map((m) => m.kind)).toEqual(['banner', 'response', 'banner', 'response', 'event', 'event'])
  expect(parser.torn()).toBe(1)
})

test('bytes that are no AMI are refused with line and byte', () => {
  expect(() => createAmiParser().push(Buffer.from('a,b,c\r\n'))).toThrow(/line 1 \(byte 0\).*no AMI stream/)
  expect(() => createAmiParser().push(Buffer.from('Name: x\r\n\r\n'))).toThrow(AmiSyntaxError)
  expect(() => createAmiParser().push(Buffer.alloc(70_000, 'a'))).toThrow(/longer than 64 KiB/)
})

test('memory stays bounded by one message', () => {
  const parser = createAmiParser()
  const header = Buffer.from(`Key: ${'x'.repeat(60_000)}\r\n`)
  parser.push(Buffer.from('Event: Long\r\n'))
  expect(() => {
    for (let i = 0; i < 40; i++) parser.push(header)
  }).toThrow(/longer than 1 MiB/)
})

test('a stream that stops inside a message says where', () => {
  const parser = createAmiParser()
  parser.push(STREAM.subarray(0, 60))
  expect(parser.unfinished()).toEqual({ line: 3, offset: 30 })
  expect(createAmiParser().unfinished()).toBeUndefined()
})

test('escapes in names of callers are undone', () => {
  expect(decodeEscapes(String.raw`Lee, \\\"Jay\\\" O\'Neil`)).toBe(String.raw`Lee, \"Jay\" O'Neil`)
})
