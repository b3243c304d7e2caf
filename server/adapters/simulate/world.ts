import { scenarioOf } from '#server/domain/playbook/limits.ts'
import type { Playbook } from '#server/domain/playbook/playbook.ts'
import { createRandom } from '#server/domain/seeded-random.ts'
import type { Scenario } from '#server/domain/words.ts'
import { createAgenda } from './agenda.ts'
import { createDesk, type Desk, type Seat } from './desk.ts'
import { GENERAL_TALK_SEC, HABITS } from './habits.ts'
import { createJournal, type Draft, type Planted } from './journal.ts'
import { createRegistry, type LiveCall } from './live-call.ts'
import { takeSnapshot } from './snapshot.ts'
import { CALLBACK_LINE, GENERAL_MIX, hireAgents, INBOUND_LINES, type Line } from './staff.ts'
import { createTalking, type TalkOptions } from './talking.ts'
import { createWaiting, type Waiting } from './waiting.ts'

export type WorldOptions = {
  seed: string
  epoch: string
  /** Epoch ms of the moment the world is first seen; it has been running for a while then. */
  startMs: number
  agents: number
  teamSize: number
  /** Calls customers make per minute, over the whole floor. */
  callsPerMinute?: number
} & TalkOptions

export type Happened = { drafts: Draft[]; planted: Planted[] }

const SEC = 1_000
const MINUTE = 60 * SEC
/** How long the floor has been at work when it is first seen: longer than nearly all calls last. */
const WARM_UP_MS = 15 * MINUTE
/** First handling alone; with transfers, ringing and callbacks three of four agents are busy. */
const TARGET_LOAD = 0.7
/** A floor larger than this brings only the last minute's words along, so that it begins within seconds. */
const LARGE_FLOOR = 500

/** Talk and after-call work of a line's average call, in seconds. */
const handleSecOf = (playbook: Playbook) => (line: Line) => {
  const flow = scenarioOf(playbook, line.scenario)
  return flow ? flow.talkSec.target + flow.acwSec.target + 6 : GENERAL_TALK_SEC
}

const defaultRate = (playbook: Playbook, inboundAgents: number): number => {
  const handleSec = handleSecOf(playbook)
  const mean = INBOUND_LINES.reduce((sum, line) => sum + line.callShare * handleSec(line), 0)
  return (TARGET_LOAD * inboundAgents * 60) / mean
}

const scenarioFor = (line: Line, random: ReturnType<typeof createRandom>): Scenario => {
  if (!line.scenario) return random.weighted(GENERAL_MIX)
  const turns = line.scenario === 'inquiry' && line.evidence && random.chance(HABITS.turnsIntoComplaint)
  return turns ? 'complaint' : line.scenario
}

/**
 * A service floor that exists only in memory. It does nothing by itself: `advance` lets its time pass and hands out what
 * happened. Equal options give equal worlds, however finely they are advanced.
 */
export const createWorld = (options: WorldOptions) => {
  const { playbook, startMs } = options
  const random = createRandom(options.seed)
  const agenda = createAgenda()
  const journal = createJournal()
  const stage = { random, agenda, journal }
  const registry = createRegistry(stage, options.epoch)
  const hires = hireAgents(random, options.agents, options.teamSize, handleSecOf(playbook))
  const inboundAgents = hires.filter((hire) => hire.line !== CALLBACK_LINE).length
  const callsPerMinute = options.callsPerMinute ?? defaultRate(playbook, inboundAgents)

  const talking = createTalking(
    stage,
    registry,
    () => desk,
    (call, at) => waiting.enqueue(call, at),
    options,
  )
  const waiting: Waiting = createWaiting(stage, registry, () => desk, talking.answer)
  const desk: Desk = createDesk(stage, hires, (seat, at) => {
    if (seat.hire.line === CALLBACK_LINE) planDial(seat, at)
    else waiting.serve(seat, at)
  })

  /** A customer calls: greeting and menu first, then the queue. */
  const arrive = (line: Line, at: number) => {
    const call = registry.begin('inbound', line, scenarioFor(line, random), at)
    const greeting = { name: 'ivr.recording_notice_played' } as const
    registry.later(call, at + 1_500, (then) => journal.write(then, 'call.fact', { callId: call.callId }, greeting))
    registry.later(call, at + random.int(2_500, 9_000), (then) => waiting.enqueue(call, then))
  }

  const planArrival = (at: number) => {
    if (callsPerMinute <= 0) return
    agenda.at(at + random.exponential(MINUTE / callsPerMinute), (then) => {
      const shares = Object.fromEntries(INBOUND_LINES.map((line) => [line.queueId, line.callShare]))
      const queueId = random.weighted(shares)
      arrive(INBOUND_LINES.find((line) => line.queueId === queueId) as Line, then)
      planArrival(then)
    })
  }

  const planDial = (seat: Seat, at: number) =>
    agenda.at(at + random.int(4, 20) * SEC, (then) => {
      if (seat.state === 'ready' && seat.since === at) dial(seat, then)
    })

  /** An agent of the callback line rings a customer. */
  const dial = (seat: Seat, at: number) => {
    const call = registry.begin('outbound', CALLBACK_LINE, 'satisfaction_callback', at)
    const fate = random.weighted({ no_answer: HABITS.noAnswerOutbound, busy: HABITS.busyOutbound, answered: 0.73 })
    const over = (then: number, cause: 'no_answer' | 'busy') => {
      registry.clear(call, then, cause)
      registry.forget(call)
      desk.goReady(seat, then)
    }
    waiting.alert(call, seat, at)
    if (fate === 'busy') registry.later(call, at + 4 * SEC, (then) => over(then, 'busy'))
    else if (fate === 'no_answer') registry.later(call, at + 30 * SEC, (then) => over(then, 'no_answer'))
    else registry.later(call, at + random.logNormal(9, 0.4) * SEC, (then) => talking.answer(call, seat, then))
  }

  /** Of what led up to `startMs` only that is kept which still matters then. */
  const warmUp = () => {
    const openedAt = startMs - WARM_UP_MS
    desk.open(openedAt)
    planArrival(openedAt)
    const isAlive = (callId: string | undefined) => callId === undefined || registry.live.has(callId)
    const isForgotten = (draft: Draft) =>
      hires.length > LARGE_FLOOR && draft.type === 'transcript.segment' && draft.at < startMs - MINUTE
    for (let at = openedAt + MINUTE; at <= startMs; at += MINUTE) {
      agenda.runUntil(at)
      if (at === startMs) for (const call of registry.live.values()) if (call.state === 'cleared') registry.forget(call)
      journal.keep(
        (draft) => isAlive(draft.head.callId) && !isForgotten(draft),
        (fault) => isAlive(fault.callId),
      )
    }
    const latest = new Map<string, Draft>()
    const isState = (draft: Draft) => draft.type === 'agent.state' || draft.type === 'agent.logged_off'
    journal.keep(
      (draft) => !isState(draft) || latest.set(draft.head.agentId ?? '', draft) !== undefined,
      () => true,
    )
    journal.keep(
      (draft) => draft.type !== 'agent.state' || latest.get(draft.head.agentId ?? '') === draft,
      () => true,
    )
  }

  warmUp()
  return {
    agents: hires.length,
    callsPerMinute,
    /** Lets time pass up to `until` (epoch ms) and hands out what happened since the last time, in order. */
    advance(until: number): Happened {
      agenda.runUntil(until)
      return journal.take()
    },
    /**
     * The floor as the switch would list it: agents and calls that are not cleared. It speaks as of the latest event, so
     * that nobody takes the time since then for a gap.
     */
    snapshot: (): Draft[] => takeSnapshot(journal.lastAt(), desk.seats, registry.live.values()),
    liveCalls: (): Iterable<LiveCall> => registry.live.values(),
  }
}
export type World = ReturnType<typeof createWorld>
