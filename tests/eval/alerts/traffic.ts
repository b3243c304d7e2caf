import { type Beat, planConversation } from '#server/adapters/simulate/conversation.ts'
import { inventCustomer } from '#server/adapters/simulate/customer.ts'
import { HABITS, type Habits } from '#server/adapters/simulate/habits.ts'
import { HELP_REASONS } from '#server/adapters/simulate/lines.ts'
import { afterCallOf } from '#server/adapters/simulate/scripts.ts'
import type { Entry } from '#server/domain/entry.ts'
import type { Event, EventData, EventHead, EventType } from '#server/domain/event.ts'
import { scenarioOf } from '#server/domain/playbook/limits.ts'
import { shippedPlaybook } from '#server/domain/playbook/load.ts'
import { createRandom, type SeededRandom } from '#server/domain/seeded-random.ts'
import { addNoise } from '#tests/train/noise.ts'
import type { PlannedCall, TrafficPlan } from './plan.ts'

/** Nobody does anything wrong but what the plan says. */
const FAULTLESS: Habits = {
  ...HABITS,
  stepOmitted: 0,
  lateDone: 0,
  dwellOverrun: 0,
  wrongOrder: 0,
  longHold: 0,
  consult: 0,
  blindTransfer: 0,
  escalation: 0,
}

/** Where something is done wrong the talk lasts until it shows. */
const WHOLE: Habits = { ...FAULTLESS, customerLeavesEarly: 0, lineDrops: 0 }

const SEC = 1_000
const GAP_MS = 5_000
const HOUR_MS = 3_600_000

/** What was done wrong in a call where somebody could see it. */
export type Truth = PlannedCall & { callId: string; omitted: readonly string[]; hasHelp: boolean }

export type Traffic = { entries: Entry[]; truths: Truth[]; endAt: number }

const beatsOf = (planned: PlannedCall, random: SeededRandom, agentNo: string): Beat[] => {
  const { scenario, omit = [], slip, skip, level, help } = planned
  const { words } = inventCustomer(random, scenario)
  return planConversation({
    random,
    playbook: shippedPlaybook(),
    scenario,
    evidence: true,
    tag: 'never',
    isHandover: false,
    speechGapMs: GAP_MS,
    longHoldMs: 120 * SEC,
    words: { ...words, 工号: agentNo },
    omitted: new Set(omit),
    habits: omit || skip || slip ? WHOLE : FAULTLESS,
    slip: slip?.text,
    skip,
    escalation: level ?? 0,
    help: help ?? false,
  })
}

/** A call's events from its beginning at `startAt` on. Every second agent works with a script that tells the steps. */
const playCall = (planned: PlannedCall, callId: string, startAt: number, plan: TrafficPlan) => {
  const random = createRandom(`${plan.seed}/${callId}`)
  const agentNo = String(3000 + planned.agent)
  const answeredAt = startAt + random.int(8, 20) * SEC
  const events: { at: number; event: Event }[] = []
  const queueId = planned.scenario
  const leg = { callId, segmentId: `${callId}/1`, agentId: agentNo, queueId }
  let n = 0
  const tell = <T extends EventType>(at: number, type: T, data: EventData<T>, head: Partial<EventHead> = leg) => {
    n += 1
    const event = { eventId: `${callId}-${n}`, occurredAt: new Date(at).toISOString(), ...head, type, data } as Event
    events.push({ at, event })
  }
  const isOutbound = planned.scenario === 'satisfaction_callback'
  tell(startAt, 'call.offered', { direction: isOutbound ? 'outbound' : 'inbound' }, { callId })
  if (!isOutbound) tell(startAt + 2 * SEC, 'call.queued', {}, { callId, queueId })
  tell(answeredAt, 'call.connected', {})
  tell(answeredAt, 'transcript.started', {})
  const beats = beatsOf(planned, random, agentNo)
  const hasScript = planned.agent % 2 === 0
  const omitted: string[] = []
  let hasHelp = planned.help === true && planned.level === undefined
  let endAt = answeredAt
  for (const beat of beats) {
    const at = answeredAt + Math.round(beat.at)
    endAt = at
    if (beat.do === 'plant' && beat.kind === 'escalation' && beat.level)
      tell(at + 2 * SEC, 'complaint.level', { level: beat.level })
    if (beat.do === 'line')
      tell(at, 'transcript.segment', {
        utteranceId: `${callId}/u${n}`,
        revision: 0,
        isFinal: true,
        role: beat.role,
        text: addNoise(random, beat.text, plan.noise),
        beginOffsetMs: Math.round(beat.from),
        endOffsetMs: Math.round(beat.at),
      })
    else if (beat.do === 'step' && hasScript) tell(at, 'step.entered', { step: beat.step, by: 'script' })
    else if (beat.do === 'fact') tell(at, 'call.fact', beat.fact)
    else if (beat.do === 'tag') tell(at, 'scenario.tagged', { scenario: beat.scenario })
    else if (beat.do === 'hold') tell(at, 'call.held', { by: 'agent' })
    else if (beat.do === 'retrieve') tell(at, 'call.retrieved', { by: 'agent' })
    else if (beat.do === 'help') {
      tell(at, 'help.requested', { reason: beat.reason })
      hasHelp = true
    } else if (beat.do === 'plant' && beat.action) omitted.push(beat.action)
    else if (beat.do === 'end') {
      tell(at, 'transcript.ended', {})
      tell(at, 'call.cleared', { cause: beat.cause }, { callId })
    }
  }
  if (hasHelp && planned.level === undefined)
    tell(Math.round((answeredAt + endAt) / 2), 'help.requested', { reason: random.pick(HELP_REASONS) })
  const acwMs = (scenarioOf(shippedPlaybook(), planned.scenario)?.acwSec.target ?? 20) * SEC
  for (const part of afterCallOf(planned.scenario, new Set(planned.omit)))
    if (part.do === 'tell') tell(endAt + acwMs, 'call.fact', { name: part.fact })
  const truth: Truth = { ...planned, callId, omitted, hasHelp }
  return { events, truth, freeAt: endAt + acwMs + 5 * SEC }
}

/** The plan as the log of a feed, in order of time. Equal plans give equal logs. */
export const playTraffic = (plan: TrafficPlan): Traffic => {
  const startAt = Date.parse(plan.startAt)
  const perAgent = Math.ceil(plan.calls.length / plan.agents)
  const spacing = (plan.hours * HOUR_MS) / perAgent
  const random = createRandom(plan.seed)
  const offsets = Array.from({ length: plan.agents }, () => random.next() * spacing)
  const freeAt = new Map<number, number>()
  const taken = new Map<number, number>()
  const all: { at: number; event: Event }[] = []
  const truths: Truth[] = []
  for (const [index, planned] of plan.calls.entries()) {
    const { agent } = planned
    const before = taken.get(agent) ?? 0
    const at = Math.max(freeAt.get(agent) ?? 0, startAt + before * spacing + (offsets[agent - 1] ?? 0) * 0.3)
    const call = playCall(planned, `t${String(index + 1).padStart(4, '0')}`, Math.round(at), plan)
    taken.set(agent, before + 1)
    freeAt.set(agent, call.freeAt)
    all.push(...call.events)
    truths.push(call.truth)
  }
  all.sort((a, b) => a.at - b.at)
  const entries = all.map(({ at, event }, position): Entry => {
    const place = { feedId: 'traffic', position: position + 1, source: 'feed', origin: 'owner', epoch: 'e1' } as const
    return { ...place, at, receivedAt: at, event }
  })
  return { entries, truths, endAt: all.at(-1)?.at ?? startAt }
}
