import type { z } from 'zod'
import type { Clock } from '../clock.ts'
import type { Viewer } from '../domain/viewer.ts'
import { CodedError, type ErrorCode, outward } from '../errors.ts'
import {
  type Answer,
  callRequestSchema,
  helloLiveSchema,
  type LiveToServer,
  snapshotRequestSchema,
} from '../protocol/live.ts'
import { readBody } from '../protocol/read-body.ts'
import { PROTOCOL_VERSION } from '../protocol/version.ts'
import type { createCallWatch } from './call-watch.ts'
import type { FeedHub } from './feed-hub.ts'
import type { PushLimits } from './limits.ts'
import type { Peer } from './peer.ts'
import type { PushLogger } from './push-logger.ts'
import type { PushStats } from './stats.ts'

/** What people do, as push sees it: a name it knows, and an answer for a viewer. */
export type Commands = {
  has(name: string): boolean
  run(name: string, body: unknown, viewer: Viewer, address?: string): Promise<Answer<object>>
}

const parse = <S extends z.ZodType<object>>(schema: S, body: unknown): z.infer<S> => {
  const read = readBody(schema, body)
  if (!read.ok) throw new CodedError('bad_request', read.message)
  return read.data
}

const ok = (field: string, json: string) => `{"ok":true,"${field}":${json}}`

/** Reads one request of one peer and answers with JSON text. Every way in checks what the viewer may see. */
export const createRequestHandler = (parts: {
  peers: ReadonlyMap<string, Peer>
  hubs: ReadonlyMap<string, FeedHub>
  calls: ReturnType<typeof createCallWatch>
  commands: Commands
  limits: PushLimits
  stats: PushStats
  clock: Clock
  cut: (peerId: string, code: ErrorCode, message: string) => void
  logger: PushLogger
}) => {
  const { peers, hubs, calls, commands, limits, stats, clock } = parts

  const hello = (peer: Peer, body: unknown): string => {
    if (parse(helloLiveSchema, body).v !== PROTOCOL_VERSION) {
      throw new CodedError('conflict', 'This page and the server are of different versions; load the page again.')
    }
    peer.saidHello = true
    for (const hub of hubs.values()) hub.join(peer.id, peer.viewer)
    return JSON.stringify({ ok: true, v: PROTOCOL_VERSION, serverTime: clock.now(), feeds: [...hubs.keys()] })
  }

  const snapshot = (peer: Peer, body: unknown): string => {
    const { feed } = parse(snapshotRequestSchema, body)
    if (!peer.saidHello) throw new CodedError('bad_request', 'Say live:hello first.')
    const json = hubs.get(feed)?.snapshot(peer.viewer)
    if (!json) throw new CodedError('not_found', 'There is no such feed.')
    peer.snapshotBytes = json.length
    return ok('snapshot', json)
  }

  const watch = async (peer: Peer, body: unknown): Promise<string> => {
    const { feed, callId } = parse(callRequestSchema, body)
    if (calls.countFor(peer.id) >= limits.watchedCalls) {
      throw new CodedError('rate_limited', `No more than ${limits.watchedCalls} calls can be open at once.`)
    }
    return ok('frame', await calls.watch(peer, feed, callId))
  }

  const unwatch = (peer: Peer, body: unknown): string => {
    const { feed, callId } = parse(callRequestSchema, body)
    calls.unwatch(peer.id, peer.viewer, feed, callId)
    return JSON.stringify({ ok: true })
  }

  const reads: { readonly [N in keyof LiveToServer]: (peer: Peer, body: unknown) => string | Promise<string> } = {
    'live:hello': hello,
    'live:snapshot': snapshot,
    'call:watch': watch,
    'call:unwatch': unwatch,
  }
  const isRead = (name: string): name is keyof LiveToServer => Object.hasOwn(reads, name)

  const answer = async (peer: Peer, name: string, body: unknown): Promise<string> => {
    if (isRead(name)) return reads[name](peer, body)
    if (commands.has(name)) return JSON.stringify(await commands.run(name, body, peer.viewer, peer.address))
    throw new CodedError('bad_request', 'This request is not known here.')
  }

  const spend = (peer: Peer) => {
    const spent = peer.spend()
    if (spent === 'flood') parts.cut(peer.id, 'rate_limited', 'Far too many requests.')
    if (spent !== 'within') throw new CodedError('rate_limited', 'Too many requests; wait a few seconds.')
  }

  return async (peerId: string, name: string, body: unknown): Promise<string> => {
    stats.requests++
    try {
      const peer = peers.get(peerId)
      if (!peer) throw new CodedError('unauthenticated', 'This connection is closed.')
      spend(peer)
      return await answer(peer, name, body)
    } catch (error) {
      if (!(error instanceof CodedError)) parts.logger.error({ err: error, request: name }, 'a live request failed')
      return JSON.stringify({ ok: false, ...outward(error) })
    }
  }
}
