import type { Clock } from '../clock.ts'

/** More than this many times the budget is a flood, not an impatient person. */
const FLOOD_FACTOR = 10

export type Spent = 'within' | 'over' | 'flood'

/** Counts one connection's requests in windows of `windowMs`. */
export const createRequestBudget = (clock: Clock, perWindow: number, windowMs: number) => {
  let from = clock.now()
  let used = 0
  return (): Spent => {
    const now = clock.now()
    if (now - from >= windowMs) {
      from = now
      used = 0
    }
    used++
    if (used > perWindow * FLOOD_FACTOR) return 'flood'
    return used > perWindow ? 'over' : 'within'
  }
}
