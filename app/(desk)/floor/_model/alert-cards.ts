import type { AlertRow } from '#server/protocol/live.ts'
import { feedKey } from '../../../_live/store.ts'
import { compareAlerts, openAlertsOf } from './alerts.ts'
import { compareText } from './attention.ts'
import type { FloorEntry } from './entry.ts'

/** All open alerts of one call, worst first. */
export type AlertCard = {
  key: string
  feed: string
  callId: string
  /** Agents of the call that carry its alerts. */
  entries: FloorEntry[]
  alerts: AlertRow[]
  /** Nobody has taken any of the open ones on. */
  isUnclaimed: boolean
}

export const listAlertCards = (entries: readonly FloorEntry[]): AlertCard[] => {
  const cards = new Map<string, AlertCard>()
  for (const entry of entries) {
    const callId = entry.row.call?.callId
    if (callId === undefined || entry.row.alerts.length === 0) continue
    const open = openAlertsOf(entry.row)
    if (open.length === 0) continue
    const key = feedKey(entry.feed, callId)
    const card = cards.get(key) ?? { key, feed: entry.feed, callId, entries: [], alerts: [], isUnclaimed: false }
    const seen = new Set(card.alerts.map((alert) => alert.key))
    card.entries.push(entry)
    card.alerts.push(...open.filter((alert) => !seen.has(alert.key)))
    cards.set(key, card)
  }
  for (const card of cards.values()) {
    card.alerts.sort(compareAlerts)
    card.isUnclaimed = card.alerts.some((alert) => alert.handling === 'open')
  }
  return [...cards.values()].sort((a, b) => {
    const [worstA, worstB] = [a.alerts[0], b.alerts[0]]
    return (worstA && worstB ? compareAlerts(worstA, worstB) : 0) || compareText(a.key, b.key)
  })
}
