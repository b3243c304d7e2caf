import { createHash } from 'node:crypto'
import { judge } from '#server/domain/call/judge.ts'
import type { FeedFold } from '#server/domain/feed/feed-fold.ts'
import { lawOf } from '#server/domain/feed/law-book.ts'

/** The same text for equal values, whatever order their keys were set in. */
const toText = (value: unknown): string =>
  JSON.stringify(value, (_key, part: unknown) =>
    part !== null && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  )

/**
 * Digest of everything that follows from the log alone: calls with steps, alerts raised and the verdicts that hold once
 * all is heard, and what was said of agents. Equal logs give equal digests, wherever the floor began to read; calls that
 * may or may not have left memory are left out.
 */
export const digest = (fold: FeedFold): string => {
  const hash = createHash('sha256')
  for (const callId of [...fold.calls.keys()].sort()) {
    const call = fold.calls.get(callId)?.call
    if (!call || fold.isSpent(call)) continue
    const { verdicts } = judge(call, lawOf(fold.book, call), Number.MAX_SAFE_INTEGER)
    hash.update(toText({ ...call, aliases: [...call.aliases].sort(), verdicts }))
  }
  for (const agentId of [...fold.agents.keys()].sort()) {
    const agent = fold.agents.get(agentId)
    hash.update(toText({ ...agent, lastEnd: undefined }))
  }
  return hash.digest('hex')
}
