import type { About, Alert, Call, Verdict } from './call.ts'
import { isOverturned } from './disputes.ts'

/** What a verdict that is gone was about, by its id alone: `rule|segment:ID|episode`. */
const namedIn = (key: string): About | undefined => {
  const id = /:([A-Z][A-Z0-9_]+)\|[^|]*$/.exec(key)?.[1]
  return id === undefined ? undefined : { id, zh: id, en: id }
}

/**
 * The alerts of a call: every one that was raised, with the condition its verdict has now. A raised alert whose verdict
 * is gone was undone by an event that came late.
 */
export const alertsOf = (call: Call, verdicts: readonly Verdict[]): Alert[] => {
  const byKey = new Map(verdicts.map((verdict) => [verdict.key, verdict]))
  const alerts: Alert[] = []
  for (const [key, raised] of Object.entries(call.raised)) {
    const verdict = byKey.get(key)
    const people = { handling: raised.handling, handledBy: raised.by, handledAt: raised.handledAt }
    if (verdict) alerts.push({ ...verdict, ...people })
    else
      alerts.push({
        key,
        rule: raised.rule,
        severity: 'minor',
        as: 'alert',
        about: namedIn(key),
        dueAt: raised.dueAt,
        condition: 'refuted',
        evidence: [],
        ...(isOverturned(call, key) && { isOverturned: true as const }),
        ...people,
      })
  }
  return alerts.sort((a, b) => a.dueAt - b.dueAt || (a.key < b.key ? -1 : 1))
}

/**
 * How far the call may be judged: what was raised, disputed or opened was due then, so a restart takes nothing back before the
 * feed's clock is heard again. Epoch ms.
 */
export const reachOfJudging = (call: Call, watermark: number): number => {
  let reach = watermark
  for (const known of [call.raised, call.disputes, call.callBacks])
    for (const { dueAt } of Object.values(known)) reach = Math.max(reach, dueAt)
  return reach
}

const SEVERITY_ORDER = { critical: 0, major: 1, minor: 2 } as const

/** Someone should still look: it holds, nobody closed it and nobody found it wrong. */
export const isOpen = (alert: Pick<Alert, 'condition' | 'handling' | 'isOverturned'>): boolean =>
  alert.condition === 'holding' && alert.handling !== 'resolved' && !alert.isOverturned

/** Worst first, then oldest. */
export const compareAlerts = (a: Pick<Alert, 'severity' | 'dueAt'>, b: Pick<Alert, 'severity' | 'dueAt'>): number =>
  SEVERITY_ORDER[a.severity] - SEVERITY_ORDER[b.severity] || a.dueAt - b.dueAt
