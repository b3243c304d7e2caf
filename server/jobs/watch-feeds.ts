import type { Clock } from '../clock.ts'
import { CodedError } from '../errors.ts'
import type { Floors } from '../protocol/floor-port.ts'

type Parts = {
  list: () => Promise<readonly { feedId: string }[]>
  /** Brings a feed's floor up; does nothing when it is up. */
  open: (feedId: string) => Promise<void>
  clock: Clock
  logger: { warn(fields: object, message: string): void }
}

const EVERY_MS = 5_000

/**
 * Every feed that was added has a floor: those known now before it resolves, those added later within seconds. A feed
 * whose floor cannot be opened is tried again, unless another server has taken it over.
 */
export const watchFeeds = async ({ list, open, clock, logger }: Parts) => {
  let known: string[] = []
  const elsewhere = new Set<string>()
  let isScanning = false

  const openOne = async (feedId: string) => {
    try {
      await open(feedId)
      elsewhere.delete(feedId)
    } catch (err) {
      if (err instanceof CodedError && err.code === 'fenced') elsewhere.add(feedId)
      else logger.warn({ feedId, err }, 'the floor of a feed could not be opened; trying again')
    }
  }
  const scan = async () => {
    if (isScanning) return
    isScanning = true
    try {
      known = (await list()).map(({ feedId }) => feedId)
      for (const feedId of known) await openOne(feedId)
    } catch (err) {
      logger.warn({ err }, 'the feeds could not be listed; trying again')
    } finally {
      isScanning = false
    }
  }
  await scan()
  const stop = clock.every(EVERY_MS, () => void scan())

  return {
    /** One health check per feed this server answers for. */
    checks: (lines: readonly { feedId: string; isUp: boolean }[], floors: Floors) =>
      Object.fromEntries(
        known
          .filter((feedId) => !elsewhere.has(feedId))
          .map((feedId) => [
            `floor ${feedId}`,
            async () => {
              if (!floors.get(feedId)) throw new Error('not open')
              if (!lines.find((line) => line.feedId === feedId)?.isUp) throw new Error('its log cannot be written')
            },
          ]),
      ),
    close: stop,
  }
}
