import type { AgentRow } from '#server/protocol/live.ts'

/** What an agent does, in the words of the floor; in the order the summary shows them. */
export const FLOOR_STATES = [
  'talking',
  'hold',
  'consulting',
  'outbound',
  'ringing',
  'acw',
  'ready',
  'not_ready',
  'logged_off',
  'unknown',
] as const
export type FloorState = (typeof FLOOR_STATES)[number]

const BUSY = {
  none: 'talking',
  talking: 'talking',
  hold: 'hold',
  consulting: 'consulting',
  outbound: 'outbound',
} as const
const IDLE = {
  logged_off: 'logged_off',
  not_ready: 'not_ready',
  ready: 'ready',
  reserved: 'ringing',
  working_after_call: 'acw',
  unknown: 'unknown',
} as const

export const floorStateOf = (row: Pick<AgentRow, 'state' | 'sub'>): FloorState =>
  row.state === 'busy' ? BUSY[row.sub] : IDLE[row.state]
