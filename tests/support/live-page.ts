import { type AgentRow, type Change, type Frame, type Snapshot, snapshotSchema } from '#server/protocol/live.ts'

/**
 * What an open page knows of one feed, kept by the rules of the wire: drop what the snapshot already holds, ask again
 * after a hole or a new run.
 */
export const createLivePage = (askSnapshot: () => Promise<Snapshot>) => {
  const rows = new Map<string, unknown>()
  let run: string | undefined
  let offset = -1
  let asking: Promise<void> | undefined
  let snapshots = 0

  const apply = (changes: readonly Change[]) => {
    for (const { kind, id, row } of changes) {
      if (row) rows.set(`${kind}:${id}`, row)
      else rows.delete(`${kind}:${id}`)
    }
  }
  const resync = async () => {
    const waiting = pending
    const snapshot = snapshotSchema.parse(await askSnapshot())
    snapshots++
    rows.clear()
    run = snapshot.run
    offset = snapshot.offset
    apply(snapshot.changes)
    asking = undefined
    pending = []
    for (const frame of waiting) take(frame)
  }
  const askAgain = () => {
    asking ??= resync()
  }
  let pending: Frame[] = []

  const take = (frame: Frame) => {
    if (asking) return void pending.push(frame)
    if (frame.run !== run) return askAgain()
    if (frame.offset <= offset) return
    if (frame.offset > offset + 1) return askAgain()
    offset = frame.offset
    apply(frame.changes)
  }

  return {
    take,
    askAgain,
    settled: () => asking === undefined,
    agent: (id: string) => rows.get(`agent:${id}`) as AgentRow | undefined,
    agentIds: () =>
      [...rows.keys()]
        .filter((key) => key.startsWith('agent:'))
        .map((key) => key.slice(6))
        .sort(),
    run: () => run,
    offset: () => offset,
    snapshots: () => snapshots,
  }
}
