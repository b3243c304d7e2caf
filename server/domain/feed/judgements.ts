import { reachOfJudging } from '../call/alerts.ts'
import type { Call, Verdict } from '../call/call.ts'
import { type Judgement, judge, type Law } from '../call/judge.ts'
import { type CallReading, readCall } from '../call/reading.ts'
import { STEPS } from '../words.ts'

/** Equal while a row about the call stays as it is. */
const signOf = ({ segments }: CallReading, { verdicts }: Judgement): string =>
  [
    ...segments.map(({ current, steps }) => `${current} ${STEPS.map((step) => steps[step].status)}`),
    ...verdicts.map(({ key, condition, isOverturned }) => `${key} ${condition} ${isOverturned ?? ''}`),
  ].join('\n')

/** The latest judgement of each call in memory. */
export class Judgements {
  private readonly byCall = new Map<string, Judgement & { sign: string }>()

  /** Judges a call anew; `isSame` while no row about it would look different. */
  judge(call: Call, law: Law, watermark: number): { verdicts: readonly Verdict[]; isSame: boolean } {
    const judgement = judge(call, law, reachOfJudging(call, watermark))
    const sign = signOf(readCall(call, law), judgement)
    const isSame = this.byCall.get(call.callId)?.sign === sign
    this.byCall.set(call.callId, { ...judgement, sign })
    return { verdicts: judgement.verdicts, isSame }
  }

  /** Calls of which something has fallen due by the watermark. */
  due(watermark: number): string[] {
    return [...this.byCall].flatMap(([callId, { nextDue }]) =>
      nextDue !== undefined && nextDue <= watermark ? [callId] : [],
    )
  }

  of(callId: string): readonly Verdict[] {
    return this.byCall.get(callId)?.verdicts ?? []
  }

  forget(callId: string): void {
    this.byCall.delete(callId)
  }
}
