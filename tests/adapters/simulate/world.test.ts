import { describe, expect, it } from 'vitest'
import { createAgenda } from '#server/adapters/simulate/agenda.ts'
import { createNumbering, type Draft, type Planted } from '#server/adapters/simulate/journal.ts'
import { createWorld, type WorldOptions } from '#server/adapters/simulate/world.ts'
import type { Event } from '#server/domain/event.ts'
import { parseEvent } from '#server/domain/parse-event.ts'
import { limitsOf, scenarioOf } from '#server/domain/playbook/limits.ts'
import { shippedPlaybook } from '#server/domain/playbook/load.ts'
import { createRandom } from '#server/domain/seeded-random.ts'
import { STEPS } from '#server/domain/words.ts'

const START = Date.UTC(2026, 10, 22, 8)
const MINUTE = 60_000
const playbook = shippedPlaybook()

const build = (options: Partial<WorldOptions> = {}) =>
  createWorld({
    seed: '7',
    epoch: 'sim-7',
    startMs: START,
    agents: 60,
    teamSize: 13,
    speechGapMs: 5_000,
    longHoldMs: 120_000,
    playbook,
    ...options,
  })

/** The world's whole log over `minutes`, advanced in steps of `stepMs`. */
const live = (minutes: number, options: Partial<WorldOptions> = {}, stepMs = MINUTE) => {
  const world = build(options)
  const drafts: Draft[] = []
  const planted: Planted[] = []
  for (let at = START; at <= START + minutes * MINUTE; at += stepMs) {
    const happened = world.advance(at)
    drafts.push(...happened.drafts)
    planted.push(...happened.planted)
  }
  return { world, drafts, planted, events: drafts.map(createNumbering()) }
}

const groupBy = <T, K>(list: readonly T[], keyOf: (item: T) => K): Map<K, T[]> => {
  const groups = new Map<K, T[]>()
  for (const item of list) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item])
  return groups
}

const { world, events, planted } = live(90)
const byCall = groupBy(
  events.filter((event) => event.callId),
  (event) => event.callId as string,
)
const atOf = (event: Event) => Date.parse(event.occurredAt)
const only = <T extends Event['type']>(list: readonly Event[], type: T) =>
  list.filter((event): event is Extract<Event, { type: T }> => event.type === type)

describe('a simulated floor', () => {
  it('is the same for the same seed, however finely its time passes, and another for another seed', () => {
    const once = live(5).events
    expect(live(5, {}, 1_700).drafts.map(createNumbering()).slice(0, 500)).toEqual(once.slice(0, 500))
    expect(live(5).events).toEqual(once)
    expect(live(5, { seed: '8' }).events).not.toEqual(once)
  })

  it('sends only events the product understands, numbered without a hole', () => {
    const wrong = events.filter((event) => {
      const parsed = parseEvent(event)
      return !parsed.ok || !parsed.known || Object.keys(parsed.event.data).length !== Object.keys(event.data).length
    })
    expect(wrong).toEqual([])
    expect(events.map((event) => event.seq)).toEqual(events.map((_, i) => i))
    expect(new Set(events.map((event) => event.eventId)).size).toBe(events.length)
  })

  it('only behaves: no skip, no level, no verdict is ever said', () => {
    const types = new Set(events.map((event) => event.type))
    for (const type of ['step.skipped', 'complaint.level', 'alert.raised', 'signal.category'] as const)
      expect(types).not.toContain(type)
  })

  it('never runs backwards in time', () => {
    expect(events.filter((event, i) => i > 0 && atOf(event) < atOf(events[i - 1] as Event))).toEqual([])
  })

  it('is in the middle of its work when it is first seen', () => {
    const first = build()
    const { drafts } = first.advance(START)
    const past = drafts.filter((draft) => draft.type === 'call.connected')
    expect(past.length).toBeGreaterThan(15)
    expect(past.every((draft) => draft.at <= START && draft.at > START - 16 * MINUTE)).toBe(true)
    const offered = new Set(drafts.filter((d) => d.type === 'call.offered').map((d) => d.head.callId))
    for (const draft of drafts) if (draft.head.callId) expect(offered).toContain(draft.head.callId)
  })

  it('ends every call once, or has it still open at the end', () => {
    const open = new Set([...world.liveCalls()].filter((call) => call.state !== 'cleared').map((call) => call.callId))
    for (const [callId, list] of byCall) {
      const ends = only(list, 'call.cleared')
      expect([callId, ends.length]).toEqual([callId, open.has(callId) ? 0 : 1])
      expect(list[0]?.type).toBe('call.offered')
      const after = ends[0] ? list.slice(list.indexOf(ends[0]) + 1).filter((e) => e.type !== 'call.fact') : []
      expect(after).toEqual([])
    }
  })

  it('has every agent in one call at a time', () => {
    const busy = new Map<string, string>()
    for (const event of events) {
      if (event.type === 'call.alerting' || event.type === 'call.connected') {
        const agentId = event.agentId as string
        expect([agentId, busy.get(agentId) ?? event.callId]).toEqual([agentId, event.callId])
        busy.set(agentId, event.callId as string)
      }
      const ends = event.type === 'call.cleared' || event.type === 'call.transferred' || event.type === 'call.diverted'
      if (ends)
        for (const [agentId, callId] of busy)
          if (callId === event.callId && (event.agentId ?? agentId) === agentId) busy.delete(agentId)
    }
  })

  it('answers what was offered, retrieves only what was held, and speaks only while somebody talks', () => {
    for (const list of byCall.values()) {
      let talking: string | undefined
      let held = false
      for (const event of list) {
        if (event.type === 'call.connected') {
          talking = event.segmentId
          held = false
        } else if (event.type === 'call.held') {
          expect([talking, held]).toEqual([event.segmentId, false])
          held = true
        } else if (event.type === 'call.retrieved') {
          expect([talking, held]).toEqual([event.segmentId, true])
          held = false
        } else if (event.type === 'call.transferred' || event.type === 'call.cleared') talking = undefined
        else if (event.type === 'step.entered' || event.type === 'transcript.segment')
          if (event.segmentId !== talking) expect.fail(`${event.type} of ${event.segmentId} while ${talking} talks`)
      }
    }
  })

  it('places every spoken line within its talk, and never twice under one id', () => {
    const spoken = only(events, 'transcript.segment')
    expect(new Set(spoken.map((event) => event.data.utteranceId)).size).toBe(spoken.length)
    const answers = new Map(only(events, 'call.connected').map((event) => [event.segmentId, atOf(event)]))
    const misplaced = spoken.filter(({ data: { beginOffsetMs = -1, endOffsetMs = -1 }, ...event }) => {
      const end = (answers.get(event.segmentId) as number) + endOffsetMs
      return beginOffsetMs < 0 || endOffsetMs < beginOffsetMs || Date.parse(event.occurredAt) !== end
    })
    expect(misplaced).toEqual([])
    expect(spoken.filter((event) => /[{}]/.test(event.data.text))).toEqual([])
  })

  it('tells lines while they are being said where it is asked to, and is the same floor otherwise', () => {
    const bare = (list: readonly Event[]) =>
      list.map(({ seq: _s, eventId: _e, data, ...head }) => ({ ...head, data: { ...data, revision: 0 } }))
    const isPartial = (event: Event) => event.type === 'transcript.segment' && !event.data.isFinal
    const told = live(5, { partials: true }).events
    expect(bare(told.filter((event) => !isPartial(event)))).toEqual(bare(live(5).events))
    const lines = groupBy(only(told, 'transcript.segment'), ({ data }) => data.utteranceId)
    expect(told.filter(isPartial).length).toBeGreaterThan(200)
    for (const line of lines.values()) {
      const last = line.at(-1)?.data
      line.forEach(({ data }, index) => {
        expect(last?.text.startsWith(data.text)).toBe(true)
        expect(data.isFinal && index < line.length - 1).toBe(false)
        expect(index === 0 || data.revision > (line[index - 1]?.data.revision ?? 0)).toBe(true)
      })
    }
  })

  it('tells no step on a queue without a script tool, and still what is said there', () => {
    const queueId = '宽带报修'
    const typesThere = (list: readonly Event[]) => list.filter((e) => e.queueId === queueId).map(({ type }) => type)
    expect(typesThere(live(5).events)).toContain('step.entered')
    const heard = live(5, { unscripted: [queueId] }).events
    expect(typesThere(heard)).not.toContain('step.entered')
    expect(typesThere(heard)).toContain('transcript.segment')
    expect(only(heard, 'step.entered').length).toBeGreaterThan(0)
  })

  it('listens as a recogniser would: from each answer to the end of the talk, and to nobody where nobody is heard', () => {
    const heard = new Map<string, string>()
    for (const event of events) {
      const segmentId = event.segmentId ?? ''
      if (event.type === 'transcript.started') {
        expect(heard.get(segmentId)).toBe(undefined)
        heard.set(segmentId, 'open')
      } else if (event.type === 'transcript.ended') {
        expect(heard.get(segmentId)).toBe('open')
        heard.set(segmentId, 'ended')
      } else if (event.type === 'transcript.segment' && heard.get(segmentId) !== 'open')
        expect.fail(`${event.data.utteranceId} was said to nobody who listens`)
    }
    const open = new Set([...world.liveCalls()].filter(({ state }) => state !== 'cleared').map((c) => c.segmentId))
    const unended = [...heard].filter(([segmentId, state]) => state === 'open' && !open.has(segmentId))
    expect([heard.size > 50, unended]).toEqual([true, []])
    const silent = live(5, { speechGapMs: 0 }).events.map(({ type }) => type)
    expect(silent).not.toContain('transcript.started')
  })

  it('shows everything a floor has: holds, both transfers, missed rings, abandons, pauses, callbacks', () => {
    const transfers = only(events, 'call.transferred').map((event) => event.data.kind)
    expect(new Set(transfers)).toEqual(new Set(['blind', 'attended']))
    const causes = new Set(only(events, 'call.cleared').map((event) => event.data.cause))
    for (const cause of ['customer_hangup', 'agent_hangup', 'abandoned_in_queue', 'no_answer'])
      expect(causes).toContain(cause)
    const states = only(events, 'agent.state')
    expect(new Set(states.map((event) => event.data.state))).toEqual(
      new Set(['ready', 'reserved', 'busy', 'working_after_call', 'not_ready']),
    )
    expect(states.filter((event) => event.data.until).every((event) => event.derived)).toBe(true)
    expect(only(events, 'call.diverted').length).toBeGreaterThan(0)
    expect(only(events, 'call.offered').some((event) => event.data.direction === 'outbound')).toBe(true)
    expect(only(events, 'help.requested').length).toBeGreaterThan(0)
    expect(only(events, 'scenario.tagged').length).toBeGreaterThan(0)
  })

  it('keeps about three of four agents busy when nobody says how many calls come', () => {
    const busy = new Set(['busy', 'reserved', 'working_after_call'])
    const crowd = build({ agents: 400, speechGapMs: 0 })
    const shares = Array.from({ length: 30 }, (_, i) => {
      crowd.advance(START + i * MINUTE)
      const agents = crowd.snapshot().filter((d) => d.type === 'feed.snapshot_item' && !d.head.callId)
      return agents.filter((d) => busy.has((d.data as { state: string }).state)).length / agents.length
    })
    const mean = shares.reduce((a, b) => a + b, 0) / shares.length
    expect(mean).toBeGreaterThan(0.68)
    expect(mean).toBeLessThan(0.82)
  })

  it('lists in a snapshot every agent once and exactly the calls that are not cleared', () => {
    const items = world.snapshot().filter((draft) => draft.type === 'feed.snapshot_item')
    const calls = items.flatMap((draft) => draft.head.callId ?? [])
    const agents = items.filter((draft) => !draft.head.callId).map((draft) => draft.head.agentId)
    expect(new Set(agents).size).toBe(60)
    expect(agents.length).toBe(60)
    const open = [...byCall].filter(([, list]) => only(list, 'call.cleared').length === 0).map(([callId]) => callId)
    expect(calls.sort()).toEqual(open.sort())
  })

  it('works with a single agent and with no calls at all', () => {
    const alone = live(60, { agents: 1 }).events
    expect(only(alone, 'call.connected').length).toBeGreaterThan(2)
    const quiet = live(10, { callsPerMinute: 0, agents: 3 }).events
    expect(quiet.some((event) => event.callId)).toBe(false)
    expect(only(quiet, 'agent.profile')).toHaveLength(3)
  })
})

describe('the faults that were planted', () => {
  const of = (kind: Planted['kind']) => planted.filter((fault) => fault.kind === kind)
  const stepsOf = (segmentId: string) => only(events, 'step.entered').filter((event) => event.segmentId === segmentId)
  const indexOf = (step: (typeof STEPS)[number]) => STEPS.indexOf(step)

  it('hold for real calls, at a time when those were live', () => {
    expect(planted.length).toBeGreaterThan(30)
    for (const fault of planted) {
      const list = byCall.get(fault.callId) as Event[]
      expect(Date.parse(fault.at)).toBeGreaterThanOrEqual(atOf(list[0] as Event))
      expect(Date.parse(fault.at)).toBeLessThanOrEqual(atOf(only(list, 'call.cleared')[0] ?? (events.at(-1) as Event)))
    }
  })

  it('name every step that was jumped over, a need told to an earlier agent aside, and no other', () => {
    const named = new Set([...of('step_omitted'), ...of('allowed_skip')].map((f) => `${f.segmentId} ${f.step}`))
    const answered = only(events, 'call.connected')
    const jumped = new Set<string>()
    for (const { segmentId, callId, seq = 0 } of answered) {
      const end = only(byCall.get(callId as string) ?? [], 'call.cleared')[0]
      if (end && atOf(end) <= START) continue
      const isNeedTold = only(byCall.get(callId as string) ?? [], 'step.entered').some(
        (event) => event.data.step === 'need_identification' && (event.seq ?? 0) < seq,
      )
      const seen = new Set<string>()
      for (const event of stepsOf(segmentId as string)) {
        const { step } = event.data
        for (const passed of STEPS.slice(0, indexOf(step)))
          if (!seen.has(passed) && (!isNeedTold || passed !== 'need_identification'))
            jumped.add(`${segmentId} ${passed}`)
        for (const passed of STEPS.slice(0, indexOf(step) + 1)) seen.add(passed)
      }
    }
    const closing = [...named].filter((name) => name.endsWith(' closing'))
    expect([...jumped].sort()).toEqual([...named].filter((name) => !closing.includes(name)).sort())
  })

  it('say late_done where an omitted step was entered after all', () => {
    const late = of('late_done')
    expect(late.length).toBeGreaterThan(0)
    for (const fault of late) {
      expect(of('step_omitted')).toContainEqual(
        expect.objectContaining({ segmentId: fault.segmentId, step: fault.step }),
      )
      expect(stepsOf(fault.segmentId).map((event) => [event.occurredAt, event.data.step])).toContainEqual([
        fault.at,
        fault.step,
      ])
    }
  })

  it('say every stay longer than its limit, holds taken out, and no other', () => {
    const overrun = new Set(of('dwell_overrun').map((fault) => `${fault.segmentId} ${fault.step} ${fault.at}`))
    expect(overrun.size).toBeGreaterThan(0)
    const found = new Set<string>()
    for (const list of byCall.values()) {
      const end = only(list, 'call.cleared')[0]
      for (const [segmentId, visits] of groupBy(only(list, 'step.entered'), (e) => e.segmentId as string)) {
        const handed = only(list, 'call.transferred').find((event) => event.segmentId === segmentId)
        const holds = list.filter(
          (e) => e.segmentId === segmentId && (e.type === 'call.held' || e.type === 'call.retrieved'),
        )
        const over = handed ?? end ?? (events.at(-1) as Event)
        visits.forEach((visit, i) => {
          const to = atOf(visits[i + 1] ?? over)
          const scenario = visit.data.scriptId?.replace('flow-', '') as Parameters<typeof limitsOf>[1]
          const max = (limitsOf(playbook, scenario, visit.data.step)?.dwellSec.max ?? 0) * 1000
          const isHeld = holds.some((hold) => atOf(hold) >= atOf(visit) && atOf(hold) <= to)
          const due = atOf(visit) + max
          if (!isHeld && to > due) found.add(`${segmentId} ${visit.data.step} ${new Date(due).toISOString()}`)
        })
      }
    }
    expect([...found].sort()).toEqual([...overrun].sort())
  })

  it('say every hold longer than the limit, and no other', () => {
    const found: string[] = []
    for (const list of byCall.values())
      for (const held of only(list, 'call.held')) {
        const ends = list.slice(list.indexOf(held)).filter((event) => event.segmentId === held.segmentId)
        const back = ends.find((event) => event.type === 'call.retrieved' || event.type === 'call.transferred')
        const over = back ?? only(list, 'call.cleared')[0] ?? (events.at(-1) as Event)
        if (atOf(over) > atOf(held) + 120_000) found.push(held.segmentId as string)
      }
    expect(found.length).toBeGreaterThan(0)
    expect(found.sort()).toEqual(
      of('long_hold')
        .map((fault) => fault.segmentId)
        .sort(),
    )
  })

  it('say every talk longer than its scenario allows', () => {
    const ends = new Map(only(events, 'call.cleared').map((event) => [event.callId, atOf(event)]))
    for (const fault of of('long_call')) {
      const answer = only(events, 'call.connected').find((event) => event.segmentId === fault.segmentId) as Event
      const max = (scenarioOf(playbook, fault.scenario)?.talkSec.max ?? 0) * 1000
      expect(Date.parse(fault.at) - atOf(answer)).toBe(max)
      expect(ends.get(fault.callId) ?? Number.POSITIVE_INFINITY).toBeGreaterThan(Date.parse(fault.at))
    }
  })

  it('say where a customer spoke words that escalate, with the level they deserve', () => {
    const escalations = of('escalation')
    expect(escalations.length).toBeGreaterThan(0)
    for (const fault of escalations) {
      const spoken = only(events, 'transcript.segment').find(
        (event) =>
          event.segmentId === fault.segmentId && event.occurredAt === fault.at && event.data.role === 'customer',
      )
      expect([fault.scenario, fault.level !== undefined, spoken !== undefined]).toEqual(['complaint', true, true])
    }
  })
})

describe('its tools', () => {
  it('run what is due in order of time, and equal times in the order they were added', () => {
    const agenda = createAgenda()
    const random = createRandom('heap')
    const ran: number[] = []
    const times = Array.from({ length: 2_000 }, () => random.int(0, 300))
    times.forEach((at, i) => {
      agenda.at(at, () => ran.push(at * 10_000 + i))
    })
    agenda.runUntil(1_000)
    expect(ran).toEqual(times.map((at, i) => at * 10_000 + i).sort((a, b) => a - b))
  })

  it('draw the same numbers from the same seed, spread over the whole range', () => {
    const draws = (seed: string) => Array.from({ length: 4_000 }, createRandom(seed).next)
    expect(draws('a')).toEqual(draws('a'))
    expect(draws('a')).not.toEqual(draws('b'))
    const mean = draws('a').reduce((sum, draw) => sum + draw, 0) / 4_000
    expect(Math.abs(mean - 0.5)).toBeLessThan(0.02)
    expect(draws('a').every((draw) => draw >= 0 && draw < 1)).toBe(true)
    const random = createRandom('c')
    const logs = Array.from({ length: 4_001 }, () => random.logNormal(30, 0.4))
    expect(logs.sort((a, b) => a - b)[2_000]).toBeGreaterThan(28)
    expect(logs[2_000]).toBeLessThan(32)
  })
})
