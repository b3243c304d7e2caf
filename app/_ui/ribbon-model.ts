import { type Certainty, STEPS, type Step, type StepStatus } from '#server/domain/words.ts'
import type { RowCall } from '#server/protocol/live.ts'

/** How far the current step has gone towards its limit. */
export const PRESSURES = ['calm', 'warn', 'over'] as const
export type Pressure = (typeof PRESSURES)[number]

export type RibbonCell = {
  step: Step
  status: StepStatus
  isLate: boolean
  /** Skipped by what was seen, and found otherwise. */
  isOverturned: boolean
  dwellMs?: number
  isInferred: boolean
  certainty?: Certainty
  /** The agent is just saying words of it. */
  isBeingSaid: boolean
  /** Faults of the step that call nobody. */
  marks: number
}

const UNKNOWN = { status: 'unknown', isLate: false, isOverturned: false, isInferred: false, marks: 0 } as const

/** Five cells in the order of the flow, whatever the row carries. */
export const listRibbonCells = ({ steps, beingSaid }: Pick<RowCall, 'steps' | 'beingSaid'>): RibbonCell[] =>
  STEPS.map((step) => {
    const cell = steps?.find((candidate) => candidate.step === step)
    const isBeingSaid = beingSaid === step
    if (!cell) return { step, ...UNKNOWN, isBeingSaid }
    return {
      step,
      isBeingSaid,
      status: cell.status,
      isLate: cell.status === 'done' && cell.lateDone === true,
      isOverturned: cell.status === 'skipped' && cell.isOverturned === true,
      dwellMs: cell.dwellMs,
      isInferred: cell.isInferred === true,
      certainty: cell.certainty,
      marks: cell.marks ?? 0,
    }
  })

export type StepClock = Pick<RowCall, 'stepSince' | 'stepWarnMs' | 'stepMaxMs' | 'holdSince' | 'endedAt'>

/** Dwell in the current step at feed time `now`; it stands still while the customer is on hold and after the end. */
export const dwellOf = (call: StepClock, now: number): number | undefined => {
  if (call.stepSince === undefined) return undefined
  const until = Math.min(call.holdSince ?? now, call.endedAt ?? now)
  return Math.max(0, until - call.stepSince)
}

/** 0 to 1 of the limit; undefined where the step has none. */
export const fillOf = (call: StepClock, dwellMs: number): number | undefined => {
  const limit = call.stepMaxMs ?? call.stepWarnMs
  return limit ? Math.min(1, dwellMs / limit) : undefined
}

export const pressureOf = (call: StepClock, dwellMs: number): Pressure => {
  if (call.stepMaxMs !== undefined && dwellMs >= call.stepMaxMs) return 'over'
  if (call.stepWarnMs !== undefined && dwellMs >= call.stepWarnMs) return 'warn'
  return 'calm'
}
