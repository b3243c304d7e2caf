import { reachOfJudging } from '../call/alerts.ts'
import type { Call, Utterance, Verdict } from '../call/call.ts'
import { type Judgement, judge, type Law } from '../call/judge.ts'
import { type LevelNow, levelAt } from '../call/levels.ts'
import { finishedOf } from '../call/listening.ts'
import { type CallReading, readCall } from '../call/reading.ts'
import { STEPS } from '../words.ts'

/** Equal while a row about the call stays as it is. */
const signOf = ({ segments }: CallReading, { verdicts }: Judgement, { level, source }: LevelNow): string =>
  [
    `${level} ${source}`,
    ...segments.map(
      ({ current, beingSaid, steps }) => `${current} ${beingSaid} ${STEPS.map((step) => steps[step].status)}`,
    ),
    ...verdicts.map(({ key, condition, isOverturned }) => `${key} ${condition} ${isOverturned ?? ''}`),
  ].join('\n')

/** What judging needs of the fold, and whom it tells. */
export type Court = {
  callOf(callId: string): Call | undefined
  lawOf(call: Call): Law
  watermark(): number
  /** Rows about the call look different now. */
  changed(call: Call): void
  /** Something is wrong with the call; it may be to be written down. */
  found(call: Call, verdict: Verdict): void
}

/**
 * The latest judgement of each call in memory. A call is judged when somebody asks, or when it is its turn: a burst of events
 * costs one judgement.
 */
export class Judgements {
  /** Each with the finished words it rests on. */
  private readonly byCall = new Map<string, Judgement & { sign: string; words: readonly Utterance[] }>()
  /** Calls that changed since they were judged, the longest waiting first, and whether nothing but words came. */
  private readonly waiting = new Map<string, { isByWords: boolean }>()
  private readonly court: Court

  constructor(court: Court) {
    this.court = court
  }

  get waitingCount(): number {
    return this.waiting.size
  }

  /** The call changed. Rows of one that changed by words alone are told of when it is judged, if they changed at all. */
  outdate(callId: string, isByWords: boolean): void {
    if (!isByWords || !this.waiting.has(callId)) this.waiting.set(callId, { isByWords })
  }

  judgeWaiting(isEnough: () => boolean = () => false): void {
    for (const callId of this.waiting.keys()) {
      this.judge(callId)
      if (isEnough()) return
    }
  }

  /** Judges the calls of which something has fallen due. */
  judgeDue(): void {
    const watermark = this.court.watermark()
    for (const [callId, { nextDue }] of [...this.byCall]) {
      if (nextDue === undefined || nextDue > watermark) continue
      this.judge(callId)
      const call = this.court.callOf(callId)
      if (call) this.court.changed(call)
    }
  }

  of(callId: string): readonly Verdict[] {
    if (this.waiting.has(callId)) this.judge(callId)
    return this.byCall.get(callId)?.verdicts ?? []
  }

  forget(callId: string): void {
    this.byCall.delete(callId)
    this.waiting.delete(callId)
  }

  private judge(callId: string): void {
    const isByWords = this.waiting.get(callId)?.isByWords ?? false
    this.waiting.delete(callId)
    const { court } = this
    const call = court.callOf(callId)
    if (!call) return
    const law = court.lawOf(call)
    const reach = reachOfJudging(call, court.watermark())
    const words = finishedOf(call)
    const known = this.byCall.get(callId)
    // Words that are still being said change rows at most.
    const holds = isByWords && known?.words === words && (known.nextDue ?? Number.POSITIVE_INFINITY) > reach
    const judgement = holds ? known : judge(call, law, reach)
    const sign = signOf(readCall(call, law), judgement, levelAt(call, reach))
    this.byCall.set(callId, { ...judgement, sign, words })
    if (isByWords && known?.sign !== sign) court.changed(call)
    for (const verdict of judgement.verdicts) court.found(call, verdict)
  }
}
