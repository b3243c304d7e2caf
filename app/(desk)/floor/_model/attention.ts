import { type FloorState, floorStateOf } from '../../../_ui/floor-state.ts'
import { compareAlerts, severityRank, worstAlertOf } from './alerts.ts'
import type { FloorEntry } from './entry.ts'

/** Where the eye should go next when nothing is wrong: calls first, people who are away last. */
const STATE_RANK: Record<FloorState, number> = {
  talking: 0,
  hold: 0,
  consulting: 0,
  outbound: 0,
  ringing: 1,
  acw: 2,
  not_ready: 3,
  ready: 4,
  unknown: 5,
  logged_off: 6,
}

export const compareText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)

const sinceOf = (entry: FloorEntry) => entry.row.call?.answeredAt ?? entry.row.since ?? Number.MAX_SAFE_INTEGER

/** Open alerts by severity, then by age; then state, then how long; ties by 工号, so that equal rows never swap. */
export const compareAttention = (a: FloorEntry, b: FloorEntry): number => {
  const alertA = worstAlertOf(a.row)
  const alertB = worstAlertOf(b.row)
  const bySeverity = severityRank(alertA) - severityRank(alertB)
  if (bySeverity !== 0) return bySeverity
  if (alertA && alertB) {
    const byAge = compareAlerts(alertA, alertB)
    if (byAge !== 0) return byAge
  }
  return (
    STATE_RANK[floorStateOf(a.row)] - STATE_RANK[floorStateOf(b.row)] ||
    sinceOf(a) - sinceOf(b) ||
    compareText(a.row.agentNo, b.row.agentNo) ||
    compareText(a.key, b.key)
  )
}
