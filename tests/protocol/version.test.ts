import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import * as callView from '#server/protocol/call-view.ts'
import * as feed from '#server/protocol/feed.ts'
import * as live from '#server/protocol/live.ts'
import { REQUESTS } from '#server/protocol/requests.ts'
import { PROTOCOL_VERSION } from '#server/protocol/version.ts'

/**
 * Digest of every schema of the wire under each version. When it differs: would an older peer misread the new shape?
 * Then raise PROTOCOL_VERSION and add a line. If not (an optional field more), put the new digest into the last line.
 */
const DIGESTS: Record<number, string> = {
  1: '278e1c0beca50630',
}

const sorted = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, sorted(inner)]),
  )
}

const schemasOf = (module: object): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(module).flatMap(([name, value]) =>
      value instanceof z.ZodType ? [[name, z.toJSONSchema(value, { io: 'input' })]] : [],
    ),
  )

/** What the two sides of both wires agree on. */
const wire = () =>
  sorted({
    feed: schemasOf(feed),
    live: schemasOf(live),
    callView: schemasOf(callView),
    requests: schemasOf(REQUESTS),
    paths: [feed.FEED_PATH, live.LIVE_PATH],
  })

describe('the wire', () => {
  it('has schemas for both directions of both sockets', () => {
    const { feed: up, live: down, requests, callView: page } = wire() as Record<string, object>
    expect(Object.keys(up ?? {})).toEqual(['eventsSchema', 'heartbeatSchema', 'helloSchema'])
    expect(Object.keys(down ?? {})).toContain('frameSchema')
    expect(Object.keys(requests ?? {})).toEqual(Object.keys(REQUESTS).sort())
    expect(Object.keys(page ?? {})).toEqual(['callViewSchema'])
  })

  it('does not change without a decision about its version', () => {
    const digest = createHash('sha256').update(JSON.stringify(wire())).digest('hex').slice(0, 16)
    expect({ version: PROTOCOL_VERSION, digest }).toEqual({
      version: PROTOCOL_VERSION,
      digest: DIGESTS[PROTOCOL_VERSION],
    })
  })
})
