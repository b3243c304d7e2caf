import type { AgentRow, AlertRow } from '#server/protocol/live.ts'
import { SEVERITIES } from '#server/domain/words.ts'

/** Still true, and nobody has closed it. */
export const isOpenAlert = (alert: AlertRow) => alert.condition === 'holding' && alert.handling !== 'resolved'

export const openAlertsOf = (row: Pick<AgentRow, 'alerts'>) => row.alerts.filter(isOpenAlert)

/** 0 is worst; `SEVERITIES.length` means none. */
export const severityRank = (alert: AlertRow | undefined) =>
  alert ? SEVERITIES.indexOf(alert.severity) : SEVERITIES.length

/** Worse first, of the same severity the older first. */
export const compareAlerts = (a: AlertRow, b: AlertRow) =>
  severityRank(a) - severityRank(b) || a.dueAt - b.dueAt || (a.key < b.key ? -1 : a.key > b.key ? 1 : 0)

export const worstAlertOf = (row: Pick<AgentRow, 'alerts'>): AlertRow | undefined => {
  let worst: AlertRow | undefined
  for (const alert of row.alerts) {
    if (isOpenAlert(alert) && (!worst || compareAlerts(alert, worst) < 0)) worst = alert
  }
  return worst
}
