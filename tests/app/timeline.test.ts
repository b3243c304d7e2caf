import { describe, expect, test } from 'vitest'
import { segmentHolds } from '#app/_call/segment-holds.ts'
import { stepDwell, stepOverrun } from '#app/_call/step-dwell.ts'
import { layoutTimeline, placeOf, tickStep, timelineEnd } from '#app/_call/timeline-model.ts'
import { STEPS } from '#server/domain/words.ts'
import { type CallView, callViewSchema } from '#server/protocol/call-view.ts'
import { fakeCallView } from '#tests/support/fake-call.ts'
import { makeCall, makeRow } from './rows.ts'

const T0 = 1_700_000_000_000
const segment = (part: Partial<CallView['segments'][number]> = {}): CallView['segments'][number] => ({
  segmentId: 's1',
  agentId: '1001',
  agentNo: '1001',
  role: 'owner',
  offeredAt: T0 + 10_000,
  answeredAt: T0 + 20_000,
  holds: [],
  gaps: [],
  visits: [],
  steps: STEPS.map((step) => ({ step, status: 'pending', lateDone: false, dwellMs: 0, evidence: [] })),
  ...part,
})
const view = (part: Partial<CallView> = {}): CallView => ({
  feedId: 'f',
  callId: 'c',
  demo: false,
  live: true,
  feedHealth: 'live',
  offsetMs: 0,
  direction: 'inbound',
  state: 'connected',
  startedAt: T0,
  scenarioSource: 'none',
  scenarios: [],
  level: 0,
  peakLevel: 0,
  levels: [],
  queueVisits: [{ queueId: 'q', from: T0, to: T0 + 20_000 }],
  segments: [segment()],
  alerts: [],
  facts: [],
  supervision: [],
  transcript: null,
  ...part,
})
const none = () => 0
const barsOf = (call: CallView, kind: string) =>
  layoutTimeline(call, T0 + 120_000, none)
    .bars.filter((bar) => bar.kind === kind)
    .map((bar) => [bar.from - T0, bar.to === undefined ? 'open' : bar.to - T0])

describe('the timeline', () => {
  test('shows queue, ringing and talk, the talk open while the call lasts', () => {
    expect(barsOf(view(), 'queue')).toEqual([[0, 20_000]])
    expect(barsOf(view(), 'ring')).toEqual([[10_000, 20_000]])
    expect(barsOf(view(), 'talk')).toEqual([[20_000, 'open']])
  })

  test('cuts the talk around holds', () => {
    const holds = [
      { from: T0 + 40_000, to: T0 + 50_000, by: 'agent' as const },
      { from: T0 + 70_000, by: 'agent' as const },
    ]
    const call = view({ segments: [segment({ holds })] })
    expect(barsOf(call, 'talk')).toEqual([
      [20_000, 40_000],
      [50_000, 70_000],
    ])
    expect(barsOf(call, 'hold')).toEqual([
      [40_000, 50_000],
      [70_000, 'open'],
    ])
  })

  test('closes everything that is still open at the end of the call', () => {
    const visits = [{ step: 'opening' as const, from: T0 + 20_000 }]
    const call = view({ clearedAt: T0 + 90_000, segments: [segment({ visits })] })
    expect(barsOf(call, 'talk')).toEqual([[20_000, 90_000]])
    expect(barsOf(call, 'step')).toEqual([[20_000, 90_000]])
  })

  test('shows what was not observed as a gap over what it hides', () => {
    const call = view({ segments: [segment({ gaps: [{ from: T0 + 30_000, to: T0 + 45_000 }] })] })
    const gap = layoutTimeline(call, T0 + 120_000, none).bars.find((bar) => bar.kind === 'gap')
    expect(gap).toMatchObject({ from: T0 + 30_000, to: T0 + 45_000, row: 0 })
  })

  test('puts marks whose words would cover each other into rows of their own', () => {
    const facts = [0, 1000, 2000].map((ms) => ({ name: 'ticket.created', at: T0 + 30_000 + ms }))
    const { bars, rows } = layoutTimeline(view({ facts }), T0 + 120_000, () => 0.2)
    expect(bars.filter((bar) => bar.kind === 'fact').map((bar) => bar.row)).toEqual([0, 1, 2])
    expect(rows.facts).toBe(3)
  })

  test('hangs a mark to its left only where its words would pass the right edge', () => {
    const facts = [30_000, 84_000, 110_000].map((ms) => ({ name: 'ticket.created', at: T0 + ms }))
    const hangs = (share: number) =>
      layoutTimeline(view({ facts }), T0 + 120_000, () => share).bars.flatMap((bar) =>
        bar.kind === 'fact' ? [bar.hangs ?? false] : [],
      )
    expect(hangs(0.2)).toEqual([false, false, true])
    expect(hangs(0.4)).toEqual([false, true, true])
    expect(hangs(0.9)).toEqual([false, true, true])
  })

  test('ends where an ended call ended, and beyond now while it lasts', () => {
    expect(timelineEnd(view({ clearedAt: T0 + 90_000 }), T0 + 999_000)).toBe(T0 + 90_000)
    expect(timelineEnd(view(), T0 + 61_000)).toBeGreaterThan(T0 + 61_000)
  })

  test('does not rescale with every second', () => {
    expect(timelineEnd(view(), T0 + 61_000)).toBe(timelineEnd(view(), T0 + 70_000))
  })

  test('places moments between 0 and 1 and marks the axis sparsely', () => {
    const axis = { from: T0, to: T0 + 100_000 }
    expect([T0 - 5, T0 + 50_000, T0 + 200_000].map((at) => placeOf(axis, at))).toEqual([0, 0.5, 1])
    for (const span of [20_000, 300_000, 3_600_000, 90_000_000]) expect(span / tickStep(span)).toBeLessThanOrEqual(7)
  })

  test('draws every kind of made-up call that the wire allows', () => {
    const feed = { feedId: 'f', name: 'f', demo: true, health: 'live' as const, offsetMs: 0, sources: [], unmatched: 0 }
    const call = makeCall({ startedAt: T0, answeredAt: T0 + 50_000, steps: null })
    const made = callViewSchema.parse(fakeCallView(feed, makeRow('1001', { state: 'busy', call })))
    expect(layoutTimeline(made, T0 + 300_000, none).bars.length).toBeGreaterThan(5)
  })
})

describe('time in a step', () => {
  const record = (dwellMs: number) => ({
    step: 'resolution' as const,
    status: 'in_progress' as const,
    lateDone: false,
    dwellMs,
    evidence: [],
  })

  test('counts all stays of a running step and takes holds out, an open one too', () => {
    const running = segment({
      current: 'resolution',
      visits: [
        { step: 'resolution', from: T0 + 20_000, to: T0 + 30_000 },
        { step: 'opening', from: T0 + 30_000, to: T0 + 40_000 },
        { step: 'resolution', from: T0 + 40_000 },
      ],
      holds: [
        { from: T0 + 25_000, to: T0 + 27_000, by: 'agent' },
        { from: T0 + 60_000, by: 'agent' },
      ],
    })
    expect(stepDwell(running, record(0), T0 + 90_000)).toBe(8000 + 20_000)
  })

  test('counts a hold of both sides once', () => {
    const holds = [
      { from: T0 + 10_000, to: T0 + 30_000, by: 'agent' as const },
      { from: T0 + 20_000, to: T0 + 40_000, by: 'customer' as const },
    ]
    const held = segment({ current: 'resolution', visits: [{ step: 'resolution', from: T0 }], holds })
    expect(stepDwell(held, record(0), T0 + 60_000)).toBe(30_000)
    expect(segmentHolds(held, T0 + 60_000)).toEqual({ count: 1, heldMs: 30_000 })
  })

  test('is what the view says once the step is behind', () => {
    expect(stepDwell(segment({ current: 'closing' }), record(7000), T0 + 90_000)).toBe(7000)
  })
})

describe('a stay in a step that is over its limit', () => {
  const LIMIT = 60_000
  const steps = (maxMs: number | undefined) =>
    STEPS.map((step) => ({ step, status: 'done' as const, lateDone: false, dwellMs: 100_000, maxMs, evidence: [] }))
  const stay = (from: number, to?: number) => ({
    step: 'resolution' as const,
    from: T0 + from,
    to: to === undefined ? undefined : T0 + to,
  })
  const handled = (part: Partial<CallView['segments'][number]>) => segment({ steps: steps(LIMIT), ...part })
  const overBars = (handling: CallView['segments'][number]) =>
    layoutTimeline(view({ segments: [handling] }), T0 + 300_000, none)
      .bars.filter((bar) => bar.kind === 'step')
      .map((bar) => bar.overFrom && bar.overFrom - T0)
  const overrun = (handling: CallView['segments'][number], now: number) => {
    const record = handling.steps.find(({ step }) => step === 'resolution')
    return record && stepOverrun(handling, record, T0 + now)
  }

  test('is judged by itself: two short stays are not one long one [step_dwell]', () => {
    const twice = handled({ visits: [stay(20_000, 70_000), stay(90_000, 140_000)] })
    expect(overBars(twice)).toEqual([undefined, undefined])
    expect(overrun(twice, 200_000)).toBeUndefined()
  })

  test('is marked alone among the stays in its step [step_dwell]', () => {
    const once = handled({ visits: [stay(20_000, 70_000), stay(90_000, 160_000)] })
    expect(overBars(once)).toEqual([undefined, 150_000])
    expect(overrun(once, 200_000)).toBe(10_000)
  })

  test('passes it at the very moment it is judged, while it lasts [step_dwell]', () => {
    const running = handled({ current: 'resolution', visits: [stay(20_000)] })
    expect(overBars(running)).toEqual([80_000])
    expect([79_999, 80_000, 85_000].map((now) => overrun(running, now))).toEqual([undefined, 0, 5000])
  })

  test('has its holds taken out, and waits for an open one [step_dwell]', () => {
    const holds = [{ from: T0 + 30_000, to: T0 + 70_000, by: 'customer' as const }]
    const held = handled({ visits: [stay(20_000, 110_000)], holds })
    expect(overBars(held)).toEqual([undefined])
    expect(overrun(held, 200_000)).toBeUndefined()
    const holding = handled({
      current: 'resolution',
      visits: [stay(20_000)],
      holds: [{ from: T0 + 30_000, by: 'agent' as const }],
    })
    expect(overrun(holding, 290_000)).toBeUndefined()
  })

  test('is not marked where part of it was not observed, nor in a handling that is not judged [step_dwell]', () => {
    const gaps = [{ from: T0 + 30_000, to: T0 + 40_000 }]
    expect(overBars(handled({ visits: [stay(20_000, 160_000)], gaps }))).toEqual([undefined])
    expect(overBars(handled({ visits: [stay(20_000, 160_000)], role: 'consult' }))).toEqual([undefined])
  })

  test('is not there while the scenario, and with it the limit, is unknown', () => {
    const unlimited = { ...handled({ visits: [stay(20_000, 260_000)] }), steps: steps(undefined) }
    expect(overBars(unlimited)).toEqual([undefined])
    expect(overrun(unlimited, 300_000)).toBeUndefined()
  })
})
