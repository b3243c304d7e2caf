import type { About } from '#server/domain/call/call.ts'
import { type ActionStatus, STEPS, type Step } from '#server/domain/words.ts'
import type { CallView } from '#server/protocol/call-view.ts'

type Segment = CallView['segments'][number]
export type Action = NonNullable<Segment['actions']>[number]

/** Actions of one round of a step; `aside` are those nothing is asked of as things stand. */
export type Round = { n: number; shown: Action[]; aside: Action[] }

const isAside = ({ status, why }: Action) =>
  status === 'not_applicable' || (status === 'unknown' && (why === 'condition' || why === 'not_measured'))

/** The actions of a step, round by round. */
export const roundsOf = ({ actions = [] }: Segment, step: Step): Round[] => {
  const own = actions.filter((action) => action.step === step)
  return [...new Set(own.map(({ round }) => round))]
    .sort((a, b) => a - b)
    .map((n) => {
      const inRound = own.filter(({ round }) => round === n)
      return { n, shown: inRound.filter((one) => !isAside(one)), aside: inRound.filter(isAside) }
    })
}

/** A later round counts as a new one only where it asks for something. */
export const isNewRound = ({ n, shown }: Round) => n > 1 && shown.length > 0

/** How many of what is asked for are done, and how many are missing. */
export const countActions = (actions: readonly Action[]) => {
  const owed = actions.filter(({ level, status }) => level !== 'recommended' && status !== 'exempt')
  const count = (...wanted: ActionStatus[]) => owed.filter(({ status }) => wanted.includes(status)).length
  const overturned = owed.filter(({ status, isOverturned }) => status === 'missed' && isOverturned).length
  return { done: count('done', 'late_done') + overturned, missed: count('missed') - overturned, total: owed.length }
}

/** What is to be done next. Without `action` the plan that was told waits for its confirmation. */
export type NextDue = { action?: Action; by?: readonly About[]; dueAt?: number; phrase?: string }

/** What was due when its step was left is missed as soon as that may be said; it is not next any more. */
const isNext = (current: Step) => (action: Action) =>
  action.status === 'pending' &&
  !action.isHabit &&
  (action.level === 'required' || action.level === 'conditional') &&
  STEPS.indexOf(action.step) <= STEPS.indexOf(current) &&
  !(action.due?.at === 'step_exit' && action.dueAt !== undefined)

/** What is still to be done where the flow stands, the most urgent first. Nothing once the handling is over. */
export const nextDues = ({ actions = [], current, confirmation, endedAt }: Segment): NextDue[] => {
  if (endedAt !== undefined || current === undefined) return []
  const round = Math.max(1, ...actions.map((action) => action.round))
  const dues: NextDue[] = actions
    .filter((action) => action.round === round || action.step === 'opening')
    .filter(isNext(current))
    .map((action) => ({ action, dueAt: action.dueAt, phrase: action.phrase }))
  if (confirmation) dues.push({ by: confirmation.by, dueAt: confirmation.dueAt, phrase: confirmation.phrase })
  const rank = ({ action }: NextDue) => (!action ? -1 : action.step !== current ? 1 : 0)
  return dues.sort((a, b) => (a.dueAt ?? Infinity) - (b.dueAt ?? Infinity) || rank(a) - rank(b) || 0)
}

/** Why nobody knows of a step; undefined where it is known, or was never listened for. */
export const whyStepUnknown = ({ gaps, listening }: Segment): 'gap' | 'failed' | 'none' | 'doubt' => {
  if (gaps.length > 0) return 'gap'
  if (listening === 'failed') return 'failed'
  return listening === 'open' || listening === 'ended' ? 'doubt' : 'none'
}
