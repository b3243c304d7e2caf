import { isDeepStrictEqual } from 'node:util'
import { openDatabase } from '#db/client.ts'
import { createPostgresLog } from '#db/writes/postgres-log.ts'
import { createDirectory } from '#server/access/directory.ts'
import { systemClock } from '#server/clock.ts'
import { recoverFloor } from '#server/floor/recover-floor.ts'
import type { Change, Snapshot } from '#server/protocol/live.ts'
import { testBook } from '#tests/support/law-book.ts'
import { createManualClock } from '#tests/support/manual-clock.ts'
import type { Product } from '#tests/support/product.ts'
import { waitFor } from '#tests/support/wait-for.ts'

type Rows = Map<string, unknown>

/** What depends on the moment of looking rather than on the log. */
const MOMENTARY = new Set(['stepSince', 'lastAt', 'offsetMs', 'health', 'serverTime', 'sources'])

const settle = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value, (key, inner) => (MOMENTARY.has(key) ? undefined : inner)))

const toRows = (changes: readonly Change[]): Rows =>
  new Map(
    changes
      .filter((change) => change.kind !== 'feed' && change.row)
      .map((change) => [`${change.kind}:${change.id}`, settle(change.row)]),
  )

const firstDifference = (live: Rows, folded: Rows): string | undefined => {
  for (const key of new Set([...live.keys(), ...folded.keys()]))
    if (!isDeepStrictEqual(live.get(key), folded.get(key)))
      return `${key}\n  live   ${JSON.stringify(live.get(key))}\n  folded ${JSON.stringify(folded.get(key))}`
  return undefined
}

/**
 * The rows a floor made from nothing but the log shows at the moment the snapshot was taken, after it has heard
 * everything before `at` (producer epoch ms).
 */
const foldFromLog = async (product: Product, feedId: string, at: number, taken: Snapshot): Promise<Rows> => {
  const feed = taken.changes.find((change) => change.kind === 'feed')
  const clock = createManualClock(at - (feed?.row.offsetMs ?? 0))
  const database = openDatabase(product.databaseUrl)
  const directory = await createDirectory({ sql: database.sql, clock: systemClock, onError: () => {} })
  const floor = await recoverFloor(
    {
      feedId,
      name: feedId,
      clock,
      directory,
      book: testBook(),
      append: async (events) => events.map(() => null),
      loadCall: async () => [],
      onError: () => {},
    },
    createPostgresLog(database.sql),
    undefined,
  )
  floor.connected('owner', { epoch: 'again', order: 'seq', resumed: true, demo: false, name: feedId })
  floor.heartbeat('owner', at)
  clock.advance(taken.serverTime - clock.now())
  const rows: Rows = new Map()
  for (const id of floor.agentIds()) rows.set(`agent:${id}`, settle(floor.agent(id)?.row))
  for (const id of floor.queueIds()) rows.set(`queue:${id}`, settle(floor.queue(id)?.row))
  floor.close()
  await directory.close()
  await database.close()
  return rows
}

/** Calls of all floors that changed and are still to be judged. */
const countWaiting = async ({ url }: Product): Promise<number> => {
  const text = await (await fetch(`${url}/api/metrics`)).text()
  return [...text.matchAll(/^linewarden_floor_waiting\{.*\} (\d+)$/gm)].reduce((sum, [, n]) => sum + Number(n), 0)
}

/** Compares the running server's floor with a fold of its log, once the log has come to rest. */
export const compareFloor = async (
  product: Product,
  feedId: string,
  at: number,
  look: () => Promise<Snapshot>,
): Promise<{ isEqual: boolean; rows: number; difference?: string }> => {
  const lastPosition = async () =>
    (
      await product.sql<
        { position: number }[]
      >`select max(position) as position from feed_event where feed_id = ${feedId}`
    )[0]?.position
  await waitFor(async () => {
    const before = await lastPosition()
    if ((await countWaiting(product)) > 0) return false
    await new Promise((resolve) => setTimeout(resolve, 500))
    return before === (await lastPosition())
  })
  const taken = await look()
  const live = toRows(taken.changes)
  const folded = await foldFromLog(product, feedId, at, taken)
  const difference = firstDifference(live, folded)
  return { isEqual: difference === undefined, rows: live.size, difference }
}
