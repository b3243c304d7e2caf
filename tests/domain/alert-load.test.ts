import path from 'node:path'
import { expect, test } from 'vitest'
import { evalAlerts } from '#tests/eval/alerts/eval-alerts.ts'

const TRAFFIC = path.resolve(import.meta.dirname, '../eval/sets/traffic.json')
/** Less time than this and nobody can be asked to act. Seconds. */
const TOO_SHORT = 20

test('[ALERT-7] two hours of one supervisor’s traffic call for no more than can be looked at, and hide nothing that must not be', {
  timeout: 900_000,
}, () => {
  const result = evalAlerts(TRAFFIC, () => {})
  expect(result.calls).toBe(800)
  expect(result.actionAlertsPerSupervisorHour).toBeLessThanOrEqual(6)
  expect(result.criticalMissed).toBe(0)
  expect([result.helpShown, result.l3Shown]).toEqual([result.helpRequests, result.l3])
  expect(Object.entries(result.medianLeftSec).filter(([, left]) => left < TOO_SHORT)).toEqual([])
})
