import { SEVERITIES } from '#server/domain/words.ts'
import type { AgentRow, AlertRow } from '#server/protocol/live.ts'

/** Still true, and nobody has closed it. */
export const isOpenAlert = (alert: AlertRow) => alert.condition === 'holding' && alert.handling !== 'resolved'

export const openAlertsOf = (row: Pick<AgentRow, 'alerts'>) => row.alerts.filter(isOpenAlert)

/** 0 is worst; `SEVERITIES.length` means none. */
export const severityRank = (alert: AlertRow | undefined) =>
  alert ? SEVERITIES.indexOf(alert.severity) : SEVERITIES.length

/** Worse first, of the same severity the older first. */
export const compareAlerts = (a: AlertRow, b: AlertRow) =>
  severityRank(a) - severityRank(b) || a.dueAt - b.dueAt || (a.key < b.key ? -1 : a.key > b.key ? 1 : 0)

/** Rows are replaced, never changed, so the answer for a row holds as long as the row. */
const worstByRow = new WeakMap<object, { alert: AlertRow | undefined }>()

export const worstAlertOf = (row: Pick<AgentRow, 'alerts'>): AlertRow | undefined => {
  const known = worstByRow.get(row)
  if (known) return known.alert
  let worst: AlertRow | undefined
  for (const alert of row.alerts) {
    if (isOpenAlert(alert) && (!worst || compareAlerts(alert, worst) < 0)) worst = alert
  }
  worstByRow.set(row, { alert: worst })
  return worst
}
