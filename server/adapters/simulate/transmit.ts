import type { Event } from '#server/domain/event.ts'
import type { FeedClient } from '../feed-client.ts'
import { connectAloud } from '../feed-target.ts'
import type { ProgramIo } from '../program-io.ts'
import { createNumbering, type Draft } from './journal.ts'

export type Line = { url: string; token: string; asrToken?: string; feedId: string; epoch: string; demo?: boolean }

/** The simulator's telephone wires: one feed, and a recogniser beside it if it has a token of its own. */
export const openLines = ({ url, token, asrToken, feedId, epoch, demo }: Line, io: ProgramIo) => {
  let isSnapshotDue = false
  let isGreeted = false
  const hello = { feedId, order: 'seq', demo } as const
  const owner = connectAloud(
    {
      url,
      token,
      hello: { ...hello, epoch, program: 'simulate' },
      onHello: (welcome) => {
        isSnapshotDue = isGreeted && welcome.snapshotDue
        isGreeted = true
      },
    },
    io,
  )
  const asr = asrToken
    ? connectAloud({ url, token: asrToken, hello: { ...hello, epoch: `${epoch}-asr`, program: 'simulate asr' } }, io)
    : undefined
  const clients: FeedClient[] = asr ? [owner, asr] : [owner]
  const number = createNumbering()
  const numberAsr = createNumbering()

  return {
    /** Sends in order; waits while the server is behind. */
    async send(drafts: readonly Draft[]) {
      const spoken: Event[] = []
      const rest: Event[] = []
      for (const draft of drafts) {
        if (asr && draft.type === 'transcript.segment') spoken.push(numberAsr(draft))
        else rest.push(number(draft))
      }
      if (rest.length > 0) await owner.send(rest)
      if (spoken.length > 0) await asr?.send(spoken)
    },
    heartbeat: (atMs: number) => Promise.all(clients.map((client) => client.heartbeat(atMs))),
    /** True once after each hello that wants to know where everything stands. */
    takeSnapshotDue() {
      const isDue = isSnapshotDue
      isSnapshotDue = false
      return isDue
    },
    close: () => Promise.all(clients.map((client) => client.close(15_000))),
    /** The first client that gave up, if one does. */
    ended: Promise.race(clients.map((client) => client.ended)),
    counts: () => owner.counts(),
  }
}
export type Lines = ReturnType<typeof openLines>
