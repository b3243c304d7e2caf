import type { EventOf } from '../event.ts'
import type { CallBackState, WithdrawalReason } from '../words.ts'
import type { Call, CallBack, Verdict } from './call.ts'
import { type Disputed, disputedOf, readKey } from './disputes.ts'
import type { Law } from './judge.ts'

const HOUR_MS = 3_600_000

export const openCallBack = (call: Call, { data }: EventOf<'callback.opened'>, at: number): void => {
  call.callBacks[data.key] ??= { dueAt: Date.parse(data.dueAt), openedAt: at }
}

/** The first word stands; one about a call back nobody asked for says nothing. */
export const closeCallBack = (call: Call, event: EventOf<'callback.done' | 'callback.dropped'>, at: number): void => {
  const { by, byId, note, key } = event.data
  const callBack = call.callBacks[key]
  if (!callBack || callBack.closed) return
  const as = event.type === 'callback.done' ? 'done' : 'dropped'
  callBack.closed = {
    by,
    ...(byId === undefined ? {} : { byId }),
    at,
    ...(note === undefined ? {} : { note }),
    as,
  }
}

/** The handling is over, and what was missed in it can only be made up for by calling back. */
export const wantsCallBack = ({ as, condition, isOverturned }: Verdict): boolean =>
  as === 'callback' && condition === 'over' && !isOverturned

const withdrawalOf = (verdict: Verdict | undefined): WithdrawalReason | undefined => {
  if (verdict?.isOverturned) return 'overturned'
  if (verdict?.condition === 'put_right') return 'put_right'
  return verdict?.as === 'callback' ? undefined : 'gone'
}

export type CallBackReading = Disputed & {
  state: CallBackState
  withdrawn?: WithdrawalReason
  /** When the customer is to have been called at the latest, epoch ms. */
  callBy: number
  callBack: CallBack
}

/** Every call back a call asked for with where it stands, oldest first. What people closed stays closed. */
export const readCallBacks = (
  call: Call,
  verdicts: readonly Verdict[],
  { rules, playbook }: Law,
): CallBackReading[] => {
  const byKey = new Map(verdicts.map((verdict) => [verdict.key, verdict]))
  return Object.entries(call.callBacks)
    .flatMap(([key, callBack]) => {
      const verdict = byKey.get(key)
      const what = verdict ? disputedOf(verdict) : readKey(call, key, playbook)
      if (!what) return []
      const withdrawn = withdrawalOf(verdict)
      const endedAt = call.segments.find(({ segmentId }) => segmentId === what.segmentId)?.endedAt ?? call.clearedAt
      const callBy = Math.max(callBack.dueAt, endedAt ?? 0) + rules.callBackHours * HOUR_MS
      const state: CallBackState = callBack.closed?.as ?? (withdrawn ? 'withdrawn' : 'open')
      return [{ ...what, state, withdrawn, callBy, callBack }]
    })
    .sort((a, b) => a.callBack.openedAt - b.callBack.openedAt || (a.key < b.key ? -1 : 1))
}
