import type { Call, Verdict } from '#server/domain/call/call.ts'
import type { Entry } from '#server/domain/entry.ts'
import { FeedFold } from '#server/domain/feed/feed-fold.ts'
import { SERVER_EPOCH } from '#server/domain/feed/fold-log.ts'
import { SCENARIOS } from '#server/domain/words.ts'
import { HOLD_BACK_MS } from '#server/floor/create-floor.ts'
import { testBook } from '#tests/support/law-book.ts'
import type { Traffic } from './traffic.ts'

/** A verdict as a supervisor would have met it: when it first stood, for how long it could still be put right, whether it stayed. */
export type Met = { callId: string; verdict: Verdict; at: number; leftSec: number; isRaised: boolean; isGone: boolean }
export type Watched = { met: Met[]; helpShown: Set<string>; calls: Map<string, Call> }

const BEAT_MS = 1_000
const TIDY_MS = 30_000

/** Until when a verdict's subject can be put right, epoch ms. */
const lastChance = (call: Call, { segmentId }: Verdict): number =>
  call.segments.find((segment) => segment.segmentId === segmentId)?.endedAt ?? call.clearedAt ?? call.lastAt

/** Folds a feed as the server does, a heartbeat a second, and notes what comes to light when. */
export const watchFloor = ({ entries, endAt }: Traffic): Watched => {
  const book = testBook(SCENARIOS.map((scenario) => ({ kind: 'queue', key: scenario, scenario })))
  const fold = new FeedFold('traffic', 'time', book)
  const firstMet = new Map<string, Map<string, { verdict: Verdict; at: number }>>()
  const helpShown = new Set<string>()
  const calls = new Map<string, Call>()
  const standing = new Map<string, ReadonlySet<string>>()
  let position = 0

  const take = (entry: Omit<Entry, 'position' | 'feedId'>) => {
    position += 1
    fold.take({ ...entry, feedId: 'traffic', position } as Entry)
  }
  const settle = () => {
    for (let events = fold.facts.drain(); events.length > 0; events = fold.facts.drain())
      for (const event of events) {
        const at = Date.parse(event.occurredAt)
        take({ source: 'server', origin: 'owner', epoch: SERVER_EPOCH, at, receivedAt: at, event })
      }
  }
  const look = (now: number) => {
    for (const callId of fold.dirty.calls) {
      const call = fold.calls.get(callId)?.call
      if (!call) continue
      calls.set(callId, call)
      if (call.help.some(({ takenAt, cancelledAt }) => takenAt === undefined && cancelledAt === undefined))
        helpShown.add(callId)
      const seen = firstMet.get(callId) ?? new Map<string, { verdict: Verdict; at: number }>()
      for (const verdict of fold.verdicts(callId))
        if (!seen.has(verdict.key)) seen.set(verdict.key, { verdict, at: now })
      firstMet.set(callId, seen)
      standing.set(callId, new Set(fold.verdicts(callId).map(({ key }) => key)))
    }
    fold.dirty.calls.clear()
    fold.dirty.agents.clear()
    fold.dirty.queues.clear()
  }

  let index = 0
  let tidied = 0
  const last = endAt + 10 * 60_000
  for (let now = entries[0]?.at ?? 0; now <= last; now += BEAT_MS) {
    for (let entry = entries[index]; entry && entry.at <= now; entry = entries[index]) {
      take(entry)
      settle()
      index += 1
    }
    fold.advance(now - HOLD_BACK_MS)
    settle()
    look(now)
    if (now - tidied > TIDY_MS) {
      fold.sweep()
      settle()
      tidied = now
    }
  }
  const met = [...firstMet].flatMap(([callId, verdicts]) => {
    const call = calls.get(callId)
    if (!call) return []
    return [...verdicts.values()].map(({ verdict, at }): Met => {
      const leftMs = lastChance(call, verdict) - at
      const isRaised = call.raised[verdict.key] !== undefined
      const isGone = !standing.get(callId)?.has(verdict.key)
      return { callId, verdict, at, leftSec: Math.max(0, leftMs / 1000), isRaised, isGone }
    })
  })
  return { met, helpShown, calls }
}
