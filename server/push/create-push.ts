import type { IncomingHttpHeaders } from 'node:http'
import type { Clock } from '../clock.ts'
import type { AuditNote } from '../domain/audit-note.ts'
import { CodedError, type ErrorCode } from '../errors.ts'
import type { Directory, Floors } from '../protocol/floor-port.ts'
import { createCallWatch, type LoadCallView } from './call-watch.ts'
import { createFeedHub, type FeedHub } from './feed-hub.ts'
import { type Commands, createRequestHandler } from './handle-request.ts'
import { PUSH_LIMITS, type PushLimits } from './limits.ts'
import type { Admission, LiveTransport } from './live-transport.ts'
import { createOpenings } from './openings.ts'
import { createPeer, type Peer } from './peer.ts'
import type { PushLogger } from './push-logger.ts'
import { emptyStats, type PushStats } from './stats.ts'
import { createTicketCheck } from './ticket-check.ts'

export type PushParts = {
  floors: Floors
  directory: Directory & { onChange?(listen: () => void): () => void }
  /** Who is behind a handshake's cookies; null refuses. */
  viewers: (headers: IncomingHttpHeaders) => Promise<Admission | null>
  /** One question for all tickets: which still hold, with the rights they were given for. */
  recheck: (tickets: readonly string[]) => Promise<ReadonlySet<string>>
  transport: LiveTransport
  clock: Clock
  commands: Commands
  loadCallView: LoadCallView
  /** Resolves once the row is written. */
  audit: (note: AuditNote) => Promise<void>
  logger: PushLogger
  limits?: Partial<PushLimits>
}

/** What leaves the floor: `/live` for browsers. `handleUpgrade` takes the upgrades of `LIVE_PATH`. */
export const createPush = (parts: PushParts) => {
  const { floors, transport, clock, logger } = parts
  const limits = { ...PUSH_LIMITS, ...parts.limits }
  const stats: PushStats = emptyStats()
  const peers = new Map<string, Peer>()
  const hubs = new Map<string, FeedHub>()
  const stopListening = new Map<string, () => void>()

  const cut = (peerId: string, code: ErrorCode, message: string) => {
    const peer = peers.get(peerId)
    if (!peer) return
    stats.cuts[code] = (stats.cuts[code] ?? 0) + 1
    logger.warn({ peerId, viewer: peer.viewer.id, code }, 'live viewer cut')
    transport.cut(peerId, { code, message })
  }

  const calls = createCallWatch({
    ...parts,
    limits,
    stats,
    openings: createOpenings({
      clock,
      audit: parts.audit,
      onError: (error) => logger.error({ err: error }, 'the opening of a transcript could not be audited'),
    }),
    onError: (error) => logger.error({ err: error }, 'a call view could not be read'),
  })

  const bindFeed = (feedId: string) => {
    hubs.get(feedId)?.close()
    stopListening.get(feedId)?.()
    hubs.delete(feedId)
    stopListening.delete(feedId)
    const floor = floors.get(feedId)
    if (!floor) return
    const hub = createFeedHub({ floor, transport, clock, limits, stats })
    hubs.set(feedId, hub)
    stopListening.set(
      feedId,
      floor.onChange((changes) => calls.onChange(floor, changes)),
    )
    for (const peer of peers.values()) if (peer.saidHello) hub.join(peer.id, peer.viewer)
  }
  for (const floor of floors.all()) bindFeed(floor.feedId)
  const stopFloors = floors.onChange(bindFeed)
  const stopPeople = parts.directory.onChange?.(calls.peopleChanged)

  const receive = createRequestHandler({
    peers,
    hubs,
    calls,
    commands: parts.commands,
    limits,
    stats,
    clock,
    cut,
    logger,
  })

  transport.listen({
    async admit(headers) {
      const admission = await parts.viewers(headers).catch((error: unknown) => {
        logger.error({ err: error }, 'a viewer could not be looked up')
        throw new CodedError('unavailable', 'Sign-in cannot be checked at the moment.', { cause: error })
      })
      if (admission) return admission
      stats.refused++
      throw new CodedError('unauthenticated', 'Sign in first.')
    },
    entered(peerId, admission) {
      peers.set(peerId, createPeer(peerId, admission, clock, limits))
      stats.peers = peers.size
    },
    receive,
    left(peerId) {
      const peer = peers.get(peerId)
      if (!peer) return
      peers.delete(peerId)
      stats.peers = peers.size
      calls.leaveAll(peerId)
      for (const hub of hubs.values()) hub.leave(peerId, peer.viewer)
    },
  })

  const checkTickets = createTicketCheck({ peers, recheck: parts.recheck, clock, limits, cut, logger })
  const cutSlowReaders = () => {
    for (const peer of [...peers.values()]) {
      if (transport.bufferedBytes(peer.id) <= limits.bufferBytes + peer.snapshotBytes) continue
      cut(peer.id, 'slow_reader', 'This page reads more slowly than the floor changes.')
    }
  }
  const stopTicking = clock.every(limits.tickMs, () => {
    for (const hub of hubs.values()) hub.tick()
    cutSlowReaders()
    void checkTickets()
  })

  return {
    handleUpgrade: transport.handleUpgrade,
    stats: (): PushStats => ({ ...stats, cuts: { ...stats.cuts } }),
    async close() {
      stopTicking()
      stopFloors()
      stopPeople?.()
      for (const stop of stopListening.values()) stop()
      for (const hub of hubs.values()) hub.close()
      calls.close()
      await transport.close()
    },
  }
}
export type Push = ReturnType<typeof createPush>
