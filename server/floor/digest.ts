import { createHash } from 'node:crypto'
import type { FeedFold } from '#server/domain/feed/feed-fold.ts'
import { judge } from '#server/domain/call/judge.ts'
import { lawOf } from '#server/domain/feed/law-book.ts'

/**
 * Digest of everything that follows from the log alone: calls with steps, alerts raised and the verdicts that hold once
 * all is heard, and what was said of agents. Equal logs give equal digests.
 */
export const digest = (fold: FeedFold): string => {
  const hash = createHash('sha256')
  for (const callId of [...fold.calls.keys()].sort()) {
    const call = fold.calls.get(callId)?.call
    if (!call) continue
    const { verdicts } = judge(call, lawOf(fold.book, call), Number.MAX_SAFE_INTEGER)
    const raised = Object.entries(call.raised).sort(([a], [b]) => (a < b ? -1 : 1))
    hash.update(JSON.stringify({ ...call, raised, aliases: [...call.aliases].sort(), verdicts }))
  }
  for (const agentId of [...fold.agents.keys()].sort()) hash.update(JSON.stringify(fold.agents.get(agentId)))
  return hash.digest('hex')
}
