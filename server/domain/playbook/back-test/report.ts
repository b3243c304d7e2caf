import type { About } from '../../call/call.ts'
import type { Rule, Scenario, Step, VerdictUse } from '../../words.ts'

/** `changed`: found under both, and something else becomes of it. */
export const VERDICT_CHANGES = ['appeared', 'disappeared', 'changed'] as const
export type VerdictChange = (typeof VERDICT_CHANGES)[number]

/** Why a stored call could not be judged. */
export type Unjudged = 'gone' | 'cut' | 'broken'

export type CallCounts = {
  /** Looked for in the log. */
  read: number
  judged: number
  /** Nothing of it is in the log any more. */
  gone: number
  /** Its beginning or its end is not in the log. */
  cut: number
  /** It could not be folded or judged. */
  broken: number
  /** Of those judged: nobody answered, so nothing was owed. */
  unanswered: number
  /** Of those judged and answered: nobody listened, so nothing spoken can be missing. */
  wordless: number
  /** Of those judged and answered: the scenario is not known, so that only what all ask for is owed. */
  unclassified: number
}

type Counts = { before: number; after: number } & Record<VerdictChange, number>

/** Verdicts of one rule about one thing in one scenario. */
export type BackTestLine = Counts & {
  id: string
  rule: Rule
  step?: Step
  level?: number
  about?: About
  /** Absent: not known. */
  scenario?: Scenario
}

/** A verdict that is not the same under both; where and whose, never what was said. Times in epoch ms. */
export type BackTestExample = {
  feedId: string
  callId: string
  agentId?: string
  at: number
  change: VerdictChange
  before?: VerdictUse
  after?: VerdictUse
}

export type BackTestReport = {
  calls: CallCounts
  /** All lines together. */
  total: Counts
  /** Verdicts that call somebody. */
  alerts: { before: number; after: number }
  /** What changes most comes first. */
  lines: BackTestLine[]
}
