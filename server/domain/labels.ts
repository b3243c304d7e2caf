import type { ClearCause, Direction, PartyRole, Rule, Scenario, Step } from './words.ts'

/** A verdict somebody found wrong, and why. */
export type Overturned = { rule: Rule; step?: Step; action?: string; reason: string }

/** A call with verdicts that were overturned, as the record has it. Times in epoch ms. */
export type OverturnedCall = {
  feedId: string
  callId: string
  answeredAt: number | null
  direction: Direction
  scenario: Scenario | null
  clearCause: ClearCause | null
  overturned: readonly Overturned[]
  words: readonly { role: PartyRole; text: string; at: number }[]
}

/** One line of `npm run eval -- steps FILE`; what concerns the whole call stands on its last one. */
export type LabelLine = {
  callId: string
  turn: number
  role: 'agent' | 'customer'
  text: string
  atMs?: number
  direction?: Direction
  scenario?: Scenario
  end?: 'customer_hangup' | 'agent_hangup' | 'transferred' | 'lost'
  overturned?: readonly Overturned[]
}

const ENDS = ['customer_hangup', 'agent_hangup', 'transferred', 'lost'] as const

/**
 * The call as lines of an evaluation set. Which utterance shows a step nobody says: an overturned skip tells that the step
 * was there, not where, so no line carries a step. Nothing for a call without words.
 */
export const toLabelLines = (call: OverturnedCall): LabelLine[] => {
  const said = call.words.flatMap(({ role, text, at }) =>
    role === 'agent' || role === 'customer' ? [{ role, text, at }] : [],
  )
  return said.map(({ role, text, at }, index) => ({
    callId: `${call.feedId}/${call.callId}`,
    turn: index + 1,
    role,
    text,
    ...(call.answeredAt === null ? {} : { atMs: at - call.answeredAt }),
    ...(index === said.length - 1 && {
      ...(call.scenario === null ? {} : { scenario: call.scenario }),
      direction: call.direction,
      ...(ENDS.includes(call.clearCause as (typeof ENDS)[number]) && { end: call.clearCause as (typeof ENDS)[number] }),
      overturned: call.overturned,
    }),
  }))
}
