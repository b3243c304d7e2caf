import type { Call, Verdict } from './call.ts'
import { countCompliance } from './compliance.ts'
import { type Contribution, INTERVAL_MS } from './contributions.ts'
import { countHolds, mergeSpans } from './durations.ts'
import type { Law } from './judge.ts'
import { readCall, type SegmentReading } from './reading.ts'
import { scenarioUntil } from './scenario.ts'

const SECOND = 1000

const compareText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)

export const intervalOf = (at: number): number => Math.floor(at / INTERVAL_MS) * INTERVAL_MS

type Place = { queueId: string; agentId: string; scenario: Contribution['scenario'] }
type Counts = Omit<Contribution, 'interval' | keyof Place>

const zero = (): Counts => ({
  offered: 0,
  answered: 0,
  answered15: 0,
  answered20: 0,
  abandoned: 0,
  abandonedShort: 0,
  timedOut: 0,
  waitMs: 0,
  ringMs: 0,
  talkMs: 0,
  holdMs: 0,
  holdCount: 0,
  handled: 0,
  transferredOut: 0,
  stepsOwed: 0,
  stepsSkipped: 0,
  actionsOwed: 0,
  actionsLate: 0,
  actionsMissed: 0,
  criticalMissed: 0,
  pointsOwed: 0,
  pointsEarned: 0,
  prohibitedSaid: 0,
  confirmationsOwed: 0,
  confirmationsLate: 0,
  judged: 0,
  judgedFailed: 0,
  judgedSkipping: 0,
})

class Ledger {
  private readonly rows = new Map<string, Contribution>()

  add(at: number, place: Place, counts: Partial<Counts>): void {
    const interval = intervalOf(at)
    const key = [interval, place.queueId, place.agentId, place.scenario].join('\u0001')
    const row = this.rows.get(key) ?? { interval, ...place, ...zero() }
    for (const name of Object.keys(counts) as (keyof Counts)[]) row[name] += Math.round(counts[name] ?? 0)
    this.rows.set(key, row)
  }

  /** Adds a stretch of time, cut at the interval boundaries. */
  addTime(from: number, to: number, place: Place, name: 'talkMs' | 'holdMs' | 'ringMs'): void {
    for (let start = from; start < to; ) {
      const end = Math.min(to, intervalOf(start) + INTERVAL_MS)
      this.add(start, place, { [name]: end - start })
      start = end
    }
  }

  list(): Contribution[] {
    return [...this.rows.values()].sort(
      (a, b) =>
        a.interval - b.interval ||
        compareText(a.queueId, b.queueId) ||
        compareText(a.agentId, b.agentId) ||
        compareText(a.scenario, b.scenario),
    )
  }
}

const addQueues = (call: Call, ledger: Ledger): void => {
  for (const visit of call.queueVisits) {
    const place = { queueId: visit.queueId, agentId: '', scenario: scenarioUntil(call, visit.to) ?? '' } as const
    ledger.add(visit.from, place, { offered: 1 })
    if (visit.to === undefined) continue
    const wait = Math.max(0, visit.to - visit.from)
    if (visit.outcome === 'answered')
      ledger.add(visit.to, place, {
        answered: 1,
        answered15: wait <= 15 * SECOND ? 1 : 0,
        answered20: wait <= 20 * SECOND ? 1 : 0,
        waitMs: wait,
      })
    if (visit.outcome === 'abandoned')
      ledger.add(visit.to, place, { abandoned: 1, abandonedShort: wait <= 5 * SECOND ? 1 : 0 })
    if (visit.outcome === 'timeout') ledger.add(visit.to, place, { timedOut: 1 })
  }
}

const addSegment = (
  call: Call,
  reading: SegmentReading,
  law: Law,
  verdicts: readonly Verdict[],
  ledger: Ledger,
): void => {
  const { segment } = reading
  const place = {
    queueId: segment.queueId ?? '',
    agentId: segment.agentId,
    scenario: scenarioUntil(call, segment.endedAt) ?? '',
  } as const
  const ringEnd = segment.answeredAt ?? segment.endedAt
  if (segment.offeredAt !== undefined && ringEnd !== undefined)
    ledger.addTime(segment.offeredAt, ringEnd, place, 'ringMs')
  if (segment.answeredAt === undefined || segment.endedAt === undefined) return
  const holds = mergeSpans(segment.holds, segment.endedAt)
  let cursor = segment.answeredAt
  for (const hold of holds) {
    ledger.addTime(cursor, Math.max(cursor, hold.from), place, 'talkMs')
    ledger.addTime(Math.max(cursor, hold.from), hold.to, place, 'holdMs')
    cursor = Math.max(cursor, hold.to)
  }
  ledger.addTime(cursor, segment.endedAt, place, 'talkMs')
  ledger.add(segment.answeredAt, place, {
    handled: segment.role === 'owner' ? 1 : 0,
    holdCount: countHolds(segment),
  })
  ledger.add(segment.endedAt, place, {
    transferredOut: segment.transfer ? 1 : 0,
    ...(segment.role === 'owner' && countCompliance(call, reading, law, verdicts)),
  })
}

/** What the call adds to the figures so far. Ended stretches only: a talk counts when its segment has ended. */
export const contribute = (call: Call, law: Law, verdicts: readonly Verdict[]): Contribution[] => {
  const ledger = new Ledger()
  addQueues(call, ledger)
  for (const reading of readCall(call, law).segments) addSegment(call, reading, law, verdicts, ledger)
  return ledger.list()
}
