import type { Call, Segment, Span } from '#server/domain/call/call.ts'
import { callRow, type Row, segmentRows } from '#server/domain/call/rows.ts'
import type { FloorRows } from './ami-floor.ts'
import type { CutRun, Gap } from './cut-run.ts'

/** How calls came through the cuts: ids by kind. A touched call that differs is in every kind that applies. */
export type CutTally = {
  untouched: string[]
  touchedEqual: string[]
  touchedDifferent: string[]
  absent: string[]
  lost: string[]
  /** Field names by which touched calls differ, with how many calls differ so. */
  fields: Record<string, number>
}
export type CutVerdict = { faults: string[]; tally: CutTally }

const LOST = 'lost'
const DECIDED_MS = 1000
/** A transfer takes a call off hold so shortly before it ends the agent's part. */
const UNHOLD_MS = 50

const byId = (rows: readonly Row[], name: string) => new Map(rows.map((row) => [row[name] ?? '', row]))
const grouped = (rows: readonly Row[]) => {
  const groups = new Map<string, Row[]>()
  for (const row of rows) groups.set(row.callId ?? '', [...(groups.get(row.callId ?? '') ?? []), row])
  return groups
}

/** Gaps the product had not settled when the next began are one. */
const mergeGaps = (gaps: readonly Gap[]): Gap[] => {
  const merged: Gap[] = []
  for (const gap of gaps) {
    const last = merged.at(-1)
    if (last && gap.from <= last.settledAt) last.settledAt = Math.max(last.settledAt, gap.settledAt)
    else merged.push({ ...gap })
  }
  return merged
}

/** Everything that can be said of one call of the truth and what the server has of it. */
export const createJudge = (gaps: readonly Gap[]) => {
  const faults: string[] = []
  const fields = new Set<string>()

  /** The gap in which this time (epoch ms) lies. */
  const gapAt = (at: number): Gap | undefined => gaps.find((gap) => gap.from <= at && at <= gap.settledAt)
  const gapsIn = ({ from, to = Number.POSITIVE_INFINITY }: Span) =>
    gaps.filter((gap) => gap.from <= to && gap.settledAt >= from)
  const unknownMs = (span: Span) => gapsIn(span).reduce((sum, gap) => sum + gap.settledAt - gap.from, 0)
  const isInside = ({ from, to }: Span) => to !== undefined && gapAt(from) !== undefined && gapAt(from) === gapAt(to)

  const fault = (where: string, field: string, told: string | undefined, truth: string | undefined) =>
    faults.push(`${where} ${field}: told "${told ?? ''}", truth "${truth ?? ''}"`)

  const differs = (field: string, told: Row, truth: Row): boolean => {
    if (told[field] === truth[field]) return false
    fields.add(field)
    return true
  }

  /** A wrong or missing time lies, with the true one, in one gap. */
  const judgeTime = (where: string, field: string, told: Row, truth: Row): void => {
    if (!differs(field, told, truth)) return
    const gap = truth[field] ? gapAt(Date.parse(truth[field])) : undefined
    const isExplained = gap && (told[field] === '' || gapAt(Date.parse(told[field] ?? '')) === gap)
    if (!isExplained) fault(where, field, told[field], truth[field])
  }

  /** Whether a gap hides something of the second around a time: what decides an end is told within it. */
  const isNearGap = (at: number) => gapsIn({ from: at - DECIDED_MS, to: at + DECIDED_MS }).length > 0

  /** An end in a gap is lost or true; one whose reason a gap hides has none or the true one; any other is true. */
  const judgeCause = (where: string, field: string, end: number, decided: number, told: Row, truth: Row): void => {
    if (!differs(field, told, truth)) return
    const isHonest = told[field] === LOST ? gapAt(end) !== undefined : told[field] === '' && isNearGap(decided)
    if (!isHonest) fault(where, field, told[field], truth[field])
  }

  const hiddenIn = (spans: readonly Span[]) => spans.reduce((sum, span) => sum + unknownMs(span), 0)

  /** A hold whose beginning is hidden is not known; one that nobody took back ends, for all anybody knows, at the gap. */
  const hiddenHold = (segment: Segment): number => {
    const end = segment.endedAt ?? Number.NaN
    return segment.holds.reduce((sum, { from, to = end }) => {
      const [gap] = gapsIn({ from, to })
      if (gap && gap.from <= from) return sum + to - from + gap.settledAt - gap.from
      return sum + (gap && end - to < UNHOLD_MS ? to - gap.from : unknownMs({ from, to }))
    }, 0)
  }

  /** Seconds differ by no more than what the gaps hide of them. */
  const judgeSeconds = (where: string, field: string, told: Row, truth: Row, hiddenMs: number): void => {
    if (!differs(field, told, truth)) return
    const isAbsent = told[field] === '' && hiddenMs > 0
    const error = Math.abs(Number(told[field]) - Number(truth[field])) * 1000
    if (!isAbsent && (truth[field] === '' || hiddenMs === 0 || error > hiddenMs + 100))
      fault(where, field, told[field], truth[field])
  }

  /** A hold counts unless its beginning was hidden; none is made up. */
  const judgeHolds = (where: string, told: Row, truth: Row, segments: readonly Segment[]): void => {
    if (!differs('holdCount', told, truth)) return
    const holds = segments.flatMap((segment) => segment.holds.filter((hold) => hold.by === 'agent'))
    const seen = holds.filter((hold) => gapAt(hold.from) === undefined).length
    const count = Number(told.holdCount)
    if (count < seen || count > holds.length) fault(where, 'holdCount', told.holdCount, truth.holdCount)
  }

  const judgeSame = (where: string, names: readonly string[], told: Row, truth: Row): void => {
    for (const name of names) if (differs(name, told, truth)) fault(where, name, told[name], truth[name])
  }

  const lifeOf = (segment: Segment): Span => ({
    from: segment.offeredAt ?? segment.answeredAt ?? Number.NaN,
    to: segment.endedAt,
  })
  const talkOf = (segment: Segment): Span[] =>
    segment.answeredAt === undefined ? [] : [{ from: segment.answeredAt, to: segment.endedAt }]

  const judgeSegment = (call: Call, segment: Segment, told: Row, truth: Row): void => {
    const where = `${call.callId}/${segment.segmentId}`
    judgeSame(where, ['agentId'], told, truth)
    for (const field of ['offeredAt', 'answeredAt', 'endedAt']) judgeTime(where, field, told, truth)
    const endedAt = segment.endedAt ?? Number.NaN
    judgeCause(where, 'endCause', endedAt, endedAt, told, truth)
    const visits = call.queueVisits.filter((visit) => visit.queueId === segment.queueId)
    if (differs('queueId', told, truth) && (told.queueId !== '' || gapsIn(lifeOf(segment)).length === 0))
      fault(where, 'queueId', told.queueId, truth.queueId)
    judgeSeconds(where, 'waitSec', told, truth, hiddenIn(visits))
    judgeSeconds(where, 'talkSec', told, truth, hiddenIn(talkOf(segment)))
    judgeSeconds(where, 'holdSec', told, truth, hiddenHold(segment))
    judgeHolds(where, told, truth, [segment])
    const isHidden = gapAt(endedAt) !== undefined
    if (differs('transfer', told, truth) && (told.transfer !== '' || !isHidden))
      fault(where, 'transfer', told.transfer, truth.transfer)
  }

  /**
   * Pairs what is told with what was. A segment whose beginning was hidden may go by another channel of its agent, or by
   * the id of one that nobody saw.
   */
  const pairSegments = (call: Call, rows: readonly Row[]): { pairs: [Segment, Row][]; rest: Row[] } => {
    const rest = [...rows]
    const take = (isIt: (row: Row) => boolean): Row | undefined => {
      const at = rest.findIndex(isIt)
      return at < 0 ? undefined : rest.splice(at, 1)[0]
    }
    const isHidden = (segment: Segment) => gapAt(lifeOf(segment).from) !== undefined
    const ofAgent = (segment: Segment) => (row: Row) => row.agentId === segment.agentId
    const pairs: [Segment, Row][] = []
    for (const segment of [...call.segments].sort((a, b) => Number(isUnseen(a)) - Number(isUnseen(b)))) {
      const row = take(({ segmentId }) => segmentId === segment.segmentId)
      const found = row ?? (isHidden(segment) ? take(ofAgent(segment)) : undefined)
      if (found) pairs.push([segment, found])
    }
    return { pairs, rest }
  }

  const isUnseen = (segment: Segment) => isInside(lifeOf(segment))

  const judgeSegments = (call: Call, rows: readonly Row[]): void => {
    const truth = byId(segmentRows(call), 'segmentId')
    const { pairs, rest } = pairSegments(call, rows)
    for (const [segment, row] of pairs) judgeSegment(call, segment, row, truth.get(segment.segmentId) ?? {})
    for (const segment of call.segments) {
      if (pairs.some(([paired]) => paired === segment)) continue
      fields.add('segment')
      if (!isUnseen(segment)) faults.push(`${call.callId}/${segment.segmentId}: missing`)
    }
    for (const row of rest) {
      fields.add('segment')
      faults.push(`${call.callId}/${row.segmentId}: made up, agent ${row.agentId}`)
    }
  }

  const judgeCall = (call: Call, told: Row): void => {
    const truth = callRow(call)
    const where = call.callId
    const owners = call.segments.filter((segment) => segment.role === 'owner')
    const [visit] = call.queueVisits
    // A leg that lay wholly in a gap was never seen: the first is the first of the others.
    const first = owners.filter((s) => s.answeredAt !== undefined).find((s) => !isInside(lifeOf(s)))
    const real = segmentRows(call).find((row) => row.segmentId === first?.segmentId)
    const seen = { ...truth, answeredAt: real?.answeredAt ?? '', agentId: real?.agentId ?? '' }
    judgeSame(
      where,
      ['direction', ...(told.agentId === '' ? [] : ['agentId'])],
      told,
      told.agentId === truth.agentId ? truth : seen,
    )
    for (const field of ['startedAt', 'clearedAt']) judgeTime(where, field, told, truth)
    judgeTime(where, 'answeredAt', told, told.agentId === truth.agentId ? truth : seen)
    if (told.agentId === '' && differs('agentId', told, truth) && first && !gapAt(first.answeredAt ?? Number.NaN))
      fault(where, 'agentId', told.agentId, truth.agentId)
    const decided = owners.findLast((s) => s.answeredAt !== undefined)?.endedAt ?? call.queueVisits.at(-1)?.to
    const clearedAt = call.clearedAt ?? Number.NaN
    judgeCause(where, 'clearCause', clearedAt, decided ?? clearedAt, told, truth)
    if (differs('queueId', told, truth) && (told.queueId !== '' || !visit || !gapAt(visit.from)))
      fault(where, 'queueId', told.queueId, truth.queueId)
    judgeSeconds(where, 'waitSec', told, truth, hiddenIn(visit ? [visit] : []))
    judgeSeconds(where, 'talkSec', told, truth, hiddenIn(owners.flatMap(talkOf)))
    const holdMs = owners.reduce((sum, segment) => sum + hiddenHold(segment), 0)
    judgeSeconds(where, 'holdSec', told, truth, holdMs)
    judgeHolds(where, told, truth, owners)
    if (differs('transfers', told, truth)) {
      const hidden = call.segments.filter((s) => s.transfer && gapAt(s.endedAt ?? Number.NaN)).length
      const missing = Number(truth.transfers) - Number(told.transfers)
      if (missing < 0 || missing > hidden) fault(where, 'transfers', told.transfers, truth.transfers)
    }
  }

  return { faults, fields, gapsIn, gapAt, isInside, judgeCall, judgeSegments }
}

/** Compares what the server made of a broken link with the fold of the unbroken recording. */
export const judgeCuts = (run: CutRun, calls: readonly Call[], whole: FloorRows): CutVerdict => {
  const tally: CutTally = { untouched: [], touchedEqual: [], touchedDifferent: [], absent: [], lost: [], fields: {} }
  const faults: string[] = []
  const told = { calls: byId(run.rows.calls, 'callId'), segments: grouped(run.rows.segments) }
  const truth = {
    segments: grouped(whole.segments),
    steps: grouped(whole.steps),
    alerts: grouped(whole.alerts.map(toAlert)),
  }
  const steps = grouped(run.rows.steps)
  const alerts = grouped(run.rows.alerts.map(toAlert))

  const isSame = (call: Call): boolean =>
    sortedText([told.calls.get(call.callId) ?? {}]) === sortedText([callRow(call)]) &&
    sortedText(told.segments.get(call.callId)) === sortedText(truth.segments.get(call.callId))
  const isSameAbout = (callId: string) =>
    sortedText(steps.get(callId)) === sortedText(truth.steps.get(callId)) &&
    sortedText(alerts.get(callId)) === sortedText(truth.alerts.get(callId))

  for (const call of calls) {
    const judge = createJudge(mergeGaps(run.gaps))
    const life = { from: call.startedAt, to: call.clearedAt }
    const row = told.calls.get(call.callId)
    if (judge.gapsIn(life).length === 0) {
      tally.untouched.push(call.callId)
      if (!isSame(call)) faults.push(`${call.callId}: no gap touched it, and it differs`)
      if (!isSameAbout(call.callId)) faults.push(`${call.callId}: no gap touched it, and its steps or alerts differ`)
      continue
    }
    if (row?.clearCause === LOST) tally.lost.push(call.callId)
    if (!row) {
      tally.absent.push(call.callId)
      if (!judge.isInside(life)) faults.push(`${call.callId}: missing, although it lived outside a gap`)
      continue
    }
    if (judge.isInside(life) && row.clearCause !== LOST)
      faults.push(`${call.callId}: it lived in a gap, and ended as ${row.clearCause}`)
    judge.judgeCall(call, row)
    judge.judgeSegments(call, told.segments.get(call.callId) ?? [])
    faults.push(...judge.faults)
    tally[isSame(call) ? 'touchedEqual' : 'touchedDifferent'].push(call.callId)
    for (const field of judge.fields) tally.fields[field] = (tally.fields[field] ?? 0) + 1
  }
  const real = new Set(calls.map((call) => call.callId))
  for (const callId of told.calls.keys()) if (!real.has(callId)) faults.push(`${callId}: no such call`)
  const keys = new Set(whole.alerts.map(alertId))
  for (const row of run.rows.alerts)
    if (!keys.has(alertId(row))) faults.push(`${row.callId}: alert ${row.key} by a cut`)
  const skipped = new Set(whole.steps.filter((row) => row.status === 'skipped').map(stepId))
  for (const row of run.rows.steps)
    if (row.status === 'skipped' && !skipped.has(stepId(row))) faults.push(`${stepId(row)}: skipped by a cut`)
  return { faults, tally }
}

/** Without the id of the fact that began it: a live link gives messages other ids than a file. */
const alertId = (row: Row) => (row.key ?? '').split('|').slice(0, -1).join('|')
const toAlert = ({ key: _key, ...row }: Row): Row => ({ ...row, key: alertId({ key: _key ?? '' }) })
const stepId = (row: Row) => `${row.callId}/${row.segmentId} ${row.step}`
const sortedText = (rows: readonly Row[] = []): string =>
  rows
    .map((row) => JSON.stringify(Object.entries(row).sort(([a], [b]) => (a < b ? -1 : 1))))
    .sort()
    .join('\n')
