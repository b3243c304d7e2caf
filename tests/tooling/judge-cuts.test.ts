import { expect, test } from 'vitest'
import type { Row } from '#server/domain/call/rows.ts'
import { type FloorRows, floorTruth, foldFloor } from '#tests/support/ami-floor.ts'
import type { Gap } from '#tests/support/cut-run.ts'
import { judgeCuts } from '#tests/support/judge-cuts.ts'
import { judgePhones } from '#tests/support/judge-phones.ts'

const { calls, rows } = foldFloor('lab')
const ID = '1795323008.6'
const call = calls.find((one) => one.callId === ID)
const endedAt = call?.segments[0]?.endedAt ?? Number.NaN
const clearedAt = call?.clearedAt ?? Number.NaN
const iso = (at: number) => new Date(at).toISOString()
const gap = (from: number, to: number): Gap => ({ from, to, settledAt: to })

const copy = (): FloorRows => structuredClone(rows)
const change = (table: keyof FloorRows, fields: Row, told = copy()): FloorRows => {
  const row = told[table].find((one) => one.callId === ID)
  if (!row) throw new Error('no such row')
  Object.assign(row, fields)
  return told
}
const runOf = (told: FloorRows, gaps: Gap[]) => ({ rows: told, gaps, feedAlerts: [], breaks: 0, unheard: [] })
const faultsOf = (told: FloorRows, gaps: Gap[] = []) => judgeCuts(runOf(told, gaps), calls, rows).faults

test('the judge of cuts finds nothing where nothing differs, and anything that differs where there was no gap', () => {
  expect(faultsOf(copy())).toEqual([])
  expect(faultsOf(change('calls', { talkSec: '13.1' }))).not.toEqual([])
  expect(faultsOf(change('steps', { status: 'unknown' }))).not.toEqual([])
  const gone = copy()
  gone.calls = gone.calls.filter((row) => row.callId !== ID)
  expect(faultsOf(gone)).not.toEqual([])
})

test('the judge of cuts lets a gap hide the time and the reason of an end in it, and nothing else', () => {
  const gaps = [gap(endedAt - 100, endedAt + 200)]
  const at = iso(endedAt + 200)
  expect(faultsOf(change('segments', { endedAt: at, endCause: 'lost', talkSec: '13.2' }), gaps)).toEqual([])
  expect(faultsOf(change('segments', { endCause: '' }), gaps)).toEqual([])
  expect(faultsOf(change('segments', { endCause: 'customer_hangup' }), gaps)).not.toEqual([])
  expect(faultsOf(change('segments', { endedAt: iso(endedAt + 900) }), gaps)).not.toEqual([])
  expect(faultsOf(change('segments', { talkSec: '14.0' }), gaps)).not.toEqual([])
  expect(faultsOf(change('segments', { agentId: '1009' }), gaps)).not.toEqual([])
  expect(faultsOf(change('segments', { queueId: 'vip' }), gaps)).not.toEqual([])
  expect(faultsOf(change('segments', { holdCount: '0' }), gaps)).not.toEqual([])
  expect(faultsOf(change('calls', { clearCause: 'lost' }), gaps)).not.toEqual([])
})

test('the judge of cuts wants a call that lived in a gap lost or absent, any other present', () => {
  const hidden = [gap((call?.startedAt ?? 0) - 1, clearedAt + 1)]
  const gone = copy()
  for (const table of ['calls', 'segments', 'steps'] as const) gone[table] = gone[table].filter((r) => r.callId !== ID)
  expect(faultsOf(gone, hidden).filter((fault) => fault.startsWith(ID))).toEqual([])
  expect(faultsOf(copy(), hidden).filter((fault) => fault.startsWith(ID))).not.toEqual([])
  expect(faultsOf(gone, [gap(clearedAt - 1, clearedAt + 1)])).not.toEqual([])
})

test('the judge of cuts refuses calls, segments, skips and alerts that the whole recording does not have', () => {
  const gaps = [gap(endedAt - 100, endedAt + 200)]
  const [first] = rows.alerts
  const alert = { ...first, callId: ID, key: `long_hold|${ID}|x` }
  expect(faultsOf({ ...copy(), alerts: [...copy().alerts, alert] }, gaps)).not.toEqual([])
  expect(faultsOf({ ...copy(), calls: [...copy().calls, { callId: 'ghost' }] })).not.toEqual([])
  const ghost = { ...copy().segments.find((row) => row.callId === ID), segmentId: 'ghost' }
  expect(faultsOf({ ...copy(), segments: [...copy().segments, ghost] }, gaps)).not.toEqual([])
  const step = copy().steps.find((row) => row.callId === ID)
  expect(faultsOf(change('steps', { ...step, status: 'skipped' }), gaps)).not.toEqual([])
})

test('the judge by phones finds a wrong agent, answer, talk, hold and outcome', () => {
  const faults = (told: FloorRows) => judgePhones(runOf(told, []), floorTruth()).faults
  expect(faults(copy())).toEqual([])
  expect(faults(change('segments', { agentId: '1009' }))).not.toEqual([])
  expect(faults(change('segments', { answeredAt: iso(endedAt) }))).not.toEqual([])
  expect(faults(change('segments', { talkSec: '20.0' }))).not.toEqual([])
  expect(faults(change('calls', { holdCount: '3' }))).not.toEqual([])
})
