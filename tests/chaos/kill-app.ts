import { io } from 'socket.io-client'
import { createRandom } from '#server/domain/seeded-random.ts'
import { type Answer, LIVE_PATH, type Snapshot } from '#server/protocol/live.ts'
import { PROTOCOL_VERSION } from '#server/protocol/version.ts'
import { installProduct, type Product } from '#tests/support/product.ts'
import { waitFor } from '#tests/support/wait-for.ts'
import { compareFloor } from './compare-floor.ts'
import { startLoad } from './load.ts'

export type ChaosOptions = { rounds: number; seed: string; agents: number; speed: number }

export type ChaosResult = {
  rounds: number
  acked: number
  lost: number
  duplicated: number
  floorEqual: boolean
  floorRows: number
}

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

/** Takes the floor as an open page of an administrator would. */
export const takeSnapshot = async (product: Product, feedId: string, cookie: string): Promise<Snapshot> => {
  const page = io(product.url, {
    path: LIVE_PATH,
    transports: ['websocket'],
    forceNew: true,
    reconnection: false,
    extraHeaders: { cookie, origin: product.url },
  })
  try {
    await new Promise<void>((resolve, reject) => {
      page.once('connect', resolve)
      page.once('connect_error', reject)
    })
    await page.timeout(10_000).emitWithAck('live:hello', { v: PROTOCOL_VERSION })
    const answer: Answer<{ snapshot: Snapshot }> = await page
      .timeout(10_000)
      .emitWithAck('live:snapshot', { feed: feedId })
    if (!answer.ok) throw new Error(`${answer.code}: ${answer.message}`)
    return answer.snapshot
  } finally {
    page.disconnect()
  }
}

/** How often each event of the load stands in the log. */
const countStored = async (product: Product, feedId: string, epoch: string): Promise<Map<string, number>> => {
  const rows = await product.sql<{ eventId: string; n: number }[]>`
    select event_id as "eventId", count(*)::int as n from feed_event
    where feed_id = ${feedId} and epoch = ${epoch} group by event_id`
  return new Map(rows.map((row) => [row.eventId, row.n]))
}

/**
 * SIGKILLs the server at random moments under load. Every event the feed holds an acknowledgement for must be in the log
 * exactly once, and the floor that lived through it must equal a fold of that log.
 */
export const killApp = async (options: ChaosOptions, say: (line: string) => void): Promise<ChaosResult> => {
  const random = createRandom(options.seed)
  const product = await installProduct()
  try {
    const feedId = 'chaos'
    const { token } = await product.addFeed(feedId)
    const password = await product.addUser('chaos', 'admin')
    await product.start()
    const load = await startLoad({ url: product.url, token, feedId, ...options })
    for (let round = 1; round <= options.rounds; round++) {
      const before = load.counts().stored
      await waitFor(() => load.counts().stored > before, 20)
      await sleep(random.int(200, 2_500))
      await product.kill()
      say(`round ${round}: killed after ${load.counts().stored} acknowledged events`)
      await product.start()
    }
    await waitFor(() => product.isHealthy(), 50)
    await load.drain()
    const stored = await countStored(product, feedId, load.epoch)
    const lost = load.sent.filter((id) => !stored.has(id)).length
    const duplicated = [...stored.values()].filter((n) => n > 1).length
    const cookie = await product.signIn('chaos', password)
    const { isEqual, rows, difference } = await compareFloor(product, feedId, load.reached(), () =>
      takeSnapshot(product, feedId, cookie),
    )
    if (difference) say(`the floor differs from its log: ${difference}`)
    await load.close()
    await product.stop()
    return { rounds: options.rounds, acked: load.sent.length, lost, duplicated, floorEqual: isEqual, floorRows: rows }
  } finally {
    await product.remove()
  }
}
