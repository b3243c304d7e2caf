import { expect, it } from 'vitest'
import { createNumbering } from '#server/adapters/simulate/journal.ts'
import { LINES } from '#server/adapters/simulate/staff.ts'
import { createWorld } from '#server/adapters/simulate/world.ts'
import type { Entry } from '#server/domain/entry.ts'
import { foldLog } from '#server/domain/feed/fold-log.ts'
import { shippedPlaybook } from '#server/domain/playbook/load.ts'
import { testBook } from '#tests/support/law-book.ts'

const START = Date.UTC(2026, 10, 22, 8)
const LENGTH_MS = 60 * 60_000
const RULE_OF: Partial<Record<string, string>> = {
  step_omitted: 'step_skipped',
  wrong_order: 'step_order',
  dwell_overrun: 'step_dwell',
  long_hold: 'long_hold',
  long_call: 'long_call',
  escalation: 'complaint_level',
}

it('raises an alert for every mistake that was planted, and for nothing else', { timeout: 60_000 }, () => {
  const world = createWorld({
    seed: 'judge',
    epoch: 'sim-judge',
    startMs: START,
    agents: 40,
    teamSize: 13,
    speechGapMs: 0,
    longHoldMs: 120_000,
    playbook: shippedPlaybook(),
  })
  const number = createNumbering()
  const past = world.advance(START)
  const snapshot = world.snapshot()
  const rest = world.advance(START + LENGTH_MS)
  const entries = [...past.drafts, ...snapshot, ...rest.drafts].map((draft, position): Entry => {
    const place = { feedId: 'f', position, source: 'feed', origin: 'owner', epoch: 'sim-judge' } as const
    return { ...place, at: draft.at, receivedAt: draft.at, event: number(draft) }
  })
  const scenarioMap = LINES.flatMap(({ queueId, scenario }) =>
    scenario ? [{ kind: 'queue' as const, key: queueId, scenario }] : [],
  )
  const fold = foldLog(entries, testBook(scenarioMap), 'seq').get('f')
  const raised = [...(fold?.calls.keys() ?? [])]
    .flatMap((callId) => fold?.alerts(callId) ?? [])
    .map(({ rule, segmentId, step }) => [rule, segmentId, step].join(' '))
  // Of what customers say only 3 and more calls somebody.
  const faults = [...past.planted, ...rest.planted].filter(({ kind, level = 3 }) => RULE_OF[kind] && level >= 3)
  const nameOf = ({ kind, segmentId, step }: (typeof faults)[number]) =>
    [RULE_OF[kind], segmentId, kind === 'escalation' ? '' : step].join(' ')
  const planted = faults.map(nameOf)
  // What shows in the last seconds is still before the watermark.
  const isMark = ({ kind, step, scenario }: (typeof faults)[number]) =>
    (kind === 'step_omitted' && (step === 'opening' || (step === 'confirmation' && scenario === 'inquiry'))) ||
    (kind === 'dwell_overrun' && (step === 'opening' || step === 'confirmation' || step === 'closing'))
  const due = faults.filter((fault) => Date.parse(fault.at) < START + LENGTH_MS - 5_000 && !isMark(fault)).map(nameOf)
  expect(due.length).toBeGreaterThan(30)
  const missed = due.filter((fault) => !raised.includes(fault))
  // With a step left out goes what its systems would have told, and not everybody asks for help when a customer escalates.
  const told = [...past.planted, ...rest.planted].filter(({ kind }) =>
    ['step_omitted', 'escalation', 'action_omitted'].includes(kind),
  )
  const troubled = new Set(told.map(({ segmentId }) => segmentId))
  const follows = (alert: string) => alert.startsWith('action_') && troubled.has(alert.split(' ')[1] ?? '')
  const invented = raised.filter((alert) => !planted.includes(alert) && !follows(alert))
  expect({ missed, invented }).toEqual({ missed: [], invented: [] })
})
