import type { ActionEvent, Scenario, Step } from '#server/domain/words.ts'

/** A line of a call: its second, the step a script shows, and who says what or which event is told. */
type Line = [second: number, step: Step, who: 'agent' | 'customer' | 'event', what: string]

export type PlaybookCall = {
  name: string
  scenario: Scenario
  lines: Line[]
  expected: { missed: string[]; late: string[]; orders: string[]; prohibited: string[]; skipped: Step[] }
}

export const O: Step = 'opening'
export const N: Step = 'need_identification'
export const R: Step = 'resolution'
export const C: Step = 'confirmation'
export const X: Step = 'closing'
export const told = (second: number, step: Step, event: ActionEvent): Line => [second, step, 'event', event]
export const NOTHING = { missed: [], late: [], orders: [], prohibited: [], skipped: [] }
