import type { Clock } from '../clock.ts'
import type { ErrorCode } from '../errors.ts'
import type { PushLimits } from './limits.ts'
import type { Peer } from './peer.ts'
import type { PushLogger } from './push-logger.ts'

/** Cuts everybody whose session ended or whose rights changed; fails closed when nobody can say. */
export const createTicketCheck = (parts: {
  peers: ReadonlyMap<string, Peer>
  recheck: (tickets: readonly string[]) => Promise<ReadonlySet<string>>
  clock: Clock
  limits: PushLimits
  cut: (peerId: string, code: ErrorCode, message: string) => void
  logger: PushLogger
}) => {
  const { peers, clock, limits, cut } = parts
  let asking = false
  let answeredAt = clock.now()

  const check = async () => {
    const asked = [...peers.values()]
    if (asked.length === 0) {
      answeredAt = clock.now()
      return
    }
    const valid = await parts.recheck([...new Set(asked.map((peer) => peer.ticket))])
    answeredAt = clock.now()
    for (const peer of asked) {
      if (!valid.has(peer.ticket)) cut(peer.id, 'unauthenticated', 'Your session ended or your rights changed.')
    }
  }

  return async (): Promise<void> => {
    if (clock.now() - answeredAt > limits.recheckGraceMs) {
      for (const peer of [...peers.values()]) cut(peer.id, 'unavailable', 'Sign-in cannot be checked at the moment.')
    }
    if (asking) return
    asking = true
    try {
      await check()
    } catch (error) {
      parts.logger.warn({ err: error }, 'live sessions could not be checked')
    } finally {
      asking = false
    }
  }
}
