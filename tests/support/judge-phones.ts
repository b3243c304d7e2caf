import type { Row } from '#server/domain/call/rows.ts'
import type { Truth, TruthLeg } from './ami-floor.ts'
import type { CutRun } from './cut-run.ts'

const ANSWER_MS = 1000
const TALK_MS = 2500
/** A manager cut this agent's channel: the queue log counts the survey as talk, the phone's own log does not. */
const QUEUE_LOG_IS_WRONG = new Set(['1795323068.32'])

const OUTCOMES: Readonly<Record<string, RegExp>> = {
  abandoned: /^abandoned_/,
  timeout: /^queue_timeout$/,
  key: /^other$/,
  none: /^(other|customer_hangup)$/,
}

/** What the phones and the queue log say, against what the server says: checks made, and what is wrong. */
export const judgePhones = (run: CutRun, truth: readonly Truth[]): { checks: number; faults: string[] } => {
  const faults: string[] = []
  let checks = 0
  const check = (isRight: boolean, what: string): void => {
    checks += 1
    if (!isRight) faults.push(what)
  }
  const isHeard = (from: number, to: number) => !run.gaps.some((gap) => gap.from <= to && gap.settledAt >= from)
  const distance = (row: Row, leg: TruthLeg) => Math.abs(Date.parse(row.answeredAt ?? '') - leg.answeredAt)

  const checkLeg = (callId: string, leg: TruthLeg, segments: readonly Row[]): void => {
    const mine = segments.filter((row) => row.agentId === leg.agent && row.answeredAt !== '')
    const [row] = mine.sort((a, b) => distance(a, leg) - distance(b, leg))
    if (!isHeard(leg.answeredAt - ANSWER_MS, leg.answeredAt + ANSWER_MS)) return
    check(
      row !== undefined && distance(row, leg) < ANSWER_MS,
      `${callId}: ${leg.agent} did not answer when the phone did`,
    )
    check(row?.queueId === leg.queue, `${callId}: ${leg.agent} answered for ${row?.queueId}, not ${leg.queue}`)
    if (leg.talkSec === undefined || QUEUE_LOG_IS_WRONG.has(callId)) return
    if (!isHeard(leg.answeredAt, leg.answeredAt + leg.talkSec * 1000 + TALK_MS)) return
    const error = Math.abs(Number(row?.talkSec) - leg.talkSec) * 1000
    check(error <= TALK_MS, `${callId}: ${leg.agent} talked ${row?.talkSec} s, not ${leg.talkSec}`)
  }

  for (const { callId, legs, holds, outcome } of truth) {
    const call = run.rows.calls.find((row) => row.callId === callId)
    const segments = run.rows.segments.filter((row) => row.callId === callId)
    for (const leg of legs) checkLeg(callId, leg, segments)
    const isWhole = call !== undefined && isHeard(Date.parse(call.startedAt ?? ''), Date.parse(call.clearedAt ?? ''))
    if (!isWhole) continue
    if (holds !== undefined) check(Number(call.holdCount) === holds, `${callId}: ${call.holdCount} holds, not ${holds}`)
    for (const { transfer, agent } of legs)
      if (transfer)
        check(
          segments.some((row) => row.agentId === agent && row.transfer === transfer),
          `${callId}: no ${transfer}`,
        )
    const pattern = outcome === undefined ? undefined : OUTCOMES[outcome]
    if (pattern) check(pattern.test(call.clearCause ?? ''), `${callId}: ended as ${call.clearCause}, not ${outcome}`)
  }
  return { checks, faults }
}
