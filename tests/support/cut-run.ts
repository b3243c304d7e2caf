import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { readProjection } from '#db/queries/read-projection.ts'
import { addFeed } from '#db/writes/add-feed.ts'
import type { EventData } from '#server/domain/event.ts'
import { createRandom } from '#server/domain/seeded-random.ts'
import { FLOOR_CONFIG, type FloorRows, floorRecording } from './ami-floor.ts'
import { spontaneous } from './ami-recording.ts'
import { startAmiServer } from './ami-server.ts'
import type { TestDatabase } from './database.ts'
import { waitFor } from './wait-for.ts'

const ROOT = path.resolve(import.meta.dirname, '../..')
/** Recorded time that passes after the last message: every limit, pause and second look of the adapter is over. */
const AFTERMATH_MS = 60_000
const RESTART_MS = 100

/** Where the play breaks, in bytes of what is said. */
export type CutPlan = { cutsAt: number[]; halfOpenAt: number; restartAt: number }

/** Twenty cuts anywhere, one half-open link and one restart. */
export const planCuts = (seed: number, bytes: number): CutPlan => {
  const random = createRandom(`cuts ${seed}`)
  return {
    cutsAt: Array.from({ length: 20 }, () => random.int(1, bytes - 1)),
    halfOpenAt: random.int(bytes * 0.1, bytes * 0.5),
    restartAt: random.int(bytes * 0.6, bytes * 0.95),
  }
}

/** A stretch of the feed's time (epoch ms) of which the product says that it does not know what happened. */
export type Gap = { from: number; to: number /** As of when it knew the state again. */; settledAt: number }

export type CutRun = {
  rows: FloorRows
  gaps: Gap[]
  /** Rules of the alerts in the log that belong to no call. */
  feedAlerts: string[]
  breaks: number
  unheard: readonly number[]
}

type GapRow = { type: string; at: number; data: EventData<'feed.gap'> }

const readGaps = async ({ owner }: TestDatabase, feedId: string): Promise<Gap[]> => {
  const rows = await owner.sql<GapRow[]>`
    select type, (extract(epoch from occurred_at) * 1000)::float8 as at, event -> 'data' as data from feed_event
    where feed_id = ${feedId} and type in ('feed.gap', 'feed.snapshot_end') order by position`
  return rows.flatMap(({ type, data }, i) => {
    if (type !== 'feed.gap') return []
    const settled = rows.slice(i).find((row) => row.type === 'feed.snapshot_end')
    return [{ from: Date.parse(data.from), to: Date.parse(data.to), settledAt: settled?.at ?? Number.NaN }]
  })
}

/** Snapshots in the log; none before the server was greeted, which may ask for another. */
const countSnapshots = async ({ owner }: TestDatabase, feedId: string): Promise<number | undefined> => {
  const [row] = await owner.sql<{ greeted: number; ended: number }[]>`
    select count(*) filter (where type = 'feed.hello')::int as greeted,
      count(*) filter (where type = 'feed.snapshot_end')::int as ended
    from feed_event where feed_id = ${feedId}`
  return row && row.greeted > 0 && row.ended > 0 ? row.ended : undefined
}

const readFeedAlerts = async ({ owner }: TestDatabase, feedId: string): Promise<string[]> => {
  const rows = await owner.sql<{ rule: string }[]>`
    select event -> 'data' ->> 'rule' as rule from feed_event
    where feed_id = ${feedId} and type = 'alert.raised' and call_id is null`
  return rows.map(({ rule }) => rule)
}

const bytesOf = (recording: ReturnType<typeof floorRecording>) =>
  spontaneous(recording).reduce((sum, message) => sum + message.bytes.length, 0)

/** `feed -- asterisk --host` as a process of its own. */
const startAdapter = (port: number, feedId: string, url: string, token: string) => {
  const dir = mkdtempSync(path.join(tmpdir(), 'linewarden-ami-'))
  const config = path.join(dir, 'config.json')
  writeFileSync(config, JSON.stringify(FLOOR_CONFIG))
  const argv = ['asterisk', '--host', '127.0.0.1', '--port', String(port), '--feed', feedId, '--config', config]
  const child = spawn(process.execPath, ['--import', 'tsx', path.join(ROOT, 'server/adapters/cli.ts'), ...argv], {
    cwd: ROOT,
    env: {
      ...process.env,
      LINEWARDEN_URL: url,
      LINEWARDEN_FEED_TOKEN: token,
      LINEWARDEN_AMI_USER: 'watch',
      LINEWARDEN_AMI_SECRET: 'secret',
    },
    stdio: 'ignore',
  })
  const gone = once(child, 'exit')
  return async (): Promise<unknown> => {
    child.kill('SIGTERM')
    const [code] = await gone
    rmSync(dir, { recursive: true, force: true })
    return code
  }
}

/** Plays the recording to the live adapter, which feeds the server at `url`, and reads what the server made of it. */
export const playFloor = async (
  db: TestDatabase,
  url: string,
  feedId: string,
  speed: number,
  plan?: CutPlan,
): Promise<CutRun> => {
  const recording = floorRecording()
  const endAt = Math.max(...recording.map((message) => message.at ?? 0))
  const { token } = await addFeed(db.owner.sql, { name: feedId, origin: 'owner' })
  const pbx = await startAmiServer({ recording, speed, cutsAt: plan?.cutsAt })
  const stopAdapter = startAdapter(pbx.port, feedId, url, token)
  try {
    await waitFor(() => pbx.logins() === 1)
    await waitFor(async () => (await countSnapshots(db, feedId)) === pbx.lists())
    const played = pbx.play()
    if (plan) {
      await waitFor(() => pbx.said() >= plan.halfOpenAt && pbx.isHeard())
      pbx.halfOpen()
      await waitFor(() => pbx.said() >= plan.restartAt && pbx.isHeard())
      await pbx.restart(RESTART_MS)
    }
    await played
    await waitFor(() => pbx.isHeard() && pbx.now() > endAt + AFTERMATH_MS)
    await waitFor(async () => {
      const [row] = await db.owner.sql<{ open: number }[]>`
        select count(*)::int as open from call where feed_id = ${feedId} and cleared_at is null`
      return row?.open === 0
    })
  } finally {
    await stopAdapter()
    await pbx.close()
  }
  await waitFor(async () => {
    const [row] = await db.owner.sql<{ isWritten: boolean }[]>`
      select (select max(position) from feed_event where feed_id = ${feedId})
        = (select position from record_position where feed_id = ${feedId}) as "isWritten"`
    return row?.isWritten
  })
  return {
    rows: await readProjection(db.owner.sql, feedId),
    gaps: await readGaps(db, feedId),
    feedAlerts: await readFeedAlerts(db, feedId),
    breaks: pbx.breaks(),
    unheard: pbx.unheard(),
  }
}

export const floorBytes = () => bytesOf(floorRecording())
