import { areSame } from '../keep.ts'
import type { ActionUse } from '../playbook/action.ts'
import type { Duty } from '../playbook/duties.ts'
import type { Step, StepStatus } from '../words.ts'
import { type Excuse, type Known, knownOf } from './circumstances.ts'
import { seenFor } from './counting-hits.ts'
import { type Hit, hitsOf } from './hits.ts'
import type { Round, Stay } from './rounds.ts'
import type { Talk } from './talk.ts'

/** All that the reading of a duty in a round hangs on beside the handling, but for how well it was listened to. */
export type Grounds = {
  isLast: boolean
  from: number
  to: number
  stay: Stay
  /** What its step is where nobody took it, nor left it out. */
  untaken: StepStatus | undefined
  /** When its action was seen done, and when the one that it is to come before. */
  hits: readonly Hit[]
  others: readonly Hit[]
  condition: Known | undefined
  excuses: readonly Excuse[]
}

const NONE: readonly Hit[] = []

const othersOf = (talk: Talk, { due }: ActionUse): readonly Hit[] =>
  due.at === 'before_action' ? hitsOf(talk, due.action) : NONE

const conditionOf = (talk: Talk, { when }: ActionUse): Known | undefined =>
  when === undefined ? undefined : knownOf(talk, when)

/** What the step is that nobody took in the round, nor left out; undefined where somebody did. */
export const untakenOf = ({ steps }: Talk, { stays }: Round, step: Step): StepStatus | undefined => {
  const { from, skippedAt } = stays[step]
  return from === undefined && skippedAt === undefined ? steps.steps[step].status : undefined
}

export const groundsOf = (talk: Talk, round: Round, duty: Duty, excuses: readonly Excuse[]): Grounds => ({
  isLast: round.isLast,
  from: round.from,
  to: round.to,
  stay: round.stays[duty.step],
  untaken: untakenOf(talk, round, duty.step),
  hits: seenFor(talk, duty.use),
  others: othersOf(talk, duty.use),
  condition: conditionOf(talk, duty.use),
  excuses,
})

/** What was done in the call before is put together anew each time. */
const areEqual = (some: readonly Hit[], others: readonly Hit[]): boolean =>
  some === others || (some.length === others.length && areSame(some, others))

/** Whether the grounds would be the same if they were taken now. */
export const areStill = (
  grounds: Grounds,
  talk: Talk,
  round: Round,
  { use, step }: Duty,
  excuses: readonly Excuse[],
): boolean =>
  grounds.isLast === round.isLast &&
  grounds.from === round.from &&
  grounds.to === round.to &&
  grounds.stay === round.stays[step] &&
  grounds.untaken === untakenOf(talk, round, step) &&
  areEqual(grounds.hits, seenFor(talk, use)) &&
  areEqual(grounds.others, othersOf(talk, use)) &&
  grounds.condition === conditionOf(talk, use) &&
  grounds.excuses === excuses
