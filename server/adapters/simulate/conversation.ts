import type { EventData } from '#server/domain/event.ts'
import { limitsOf, scenarioOf } from '#server/domain/playbook/limits.ts'
import type { Playbook } from '#server/domain/playbook/playbook.ts'
import type { SeededRandom } from '#server/domain/seeded-random.ts'
import { type ClearCause, type Scenario, STEPS, type Step } from '#server/domain/words.ts'
import { HABITS, type Habits, OMITTED } from './habits.ts'
import { HELP_REASONS } from './lines.ts'
import { omittable, scriptOf, WAITS } from './scripts.ts'
import { createSpeakers, type Speakers } from './speech.ts'

export type PlantedKind =
  | 'step_omitted'
  | 'late_done'
  | 'allowed_skip'
  | 'wrong_order'
  | 'dwell_overrun'
  | 'long_hold'
  | 'long_call'
  | 'escalation'
  | 'action_omitted'

export type Beat = { /** Milliseconds from the answer. */ at: number } & (
  | { do: 'step'; step: Step }
  | { do: 'line'; role: 'agent' | 'customer'; text: string; from: number }
  | { do: 'hold' | 'retrieve' | 'consult' }
  | { do: 'consult_end'; handOver: boolean }
  | { do: 'fact'; fact: EventData<'call.fact'> }
  | { do: 'tag'; scenario: Scenario }
  | { do: 'help'; reason: string }
  | { do: 'help_over'; taken: boolean }
  | { do: 'plant'; kind: PlantedKind; step?: Step; level?: number; action?: string }
  | { do: 'transfer' }
  | { do: 'end'; cause: ClearCause }
)

export type Casting = {
  random: SeededRandom
  playbook: Playbook
  scenario: Scenario
  /** False: nobody hears or sees anything of the talk but its beginning, holds and end. */
  evidence: boolean
  /** When the agent's tag names the scenario: in the opening, while hearing the need, or not at all. */
  tag: 'early' | 'late' | 'never'
  /** The need was told to the agent before; this one asks for it only now and then. */
  isHandover: boolean
  /** Average milliseconds from one utterance to the next; 0 = silent. */
  speechGapMs: number
  longHoldMs: number
  words: Readonly<Record<string, string>>
  /** Actions the agent leaves out. */
  omitted: ReadonlySet<string>
  /** What the agent says and should not, in the middle of the resolution. */
  slip?: string
  /** A step the agent leaves out, whatever the habits. */
  skip?: Step
  /** Whether the agent asks for a team leader. */
  help?: boolean
  habits?: Habits
  /** How far the customer goes, 0 for not at all; left to chance where it is not given. */
  escalation?: number
}

const SEC = 1000
/** An agent who hangs up waits this long after the goodbye. */
const POLITE_MS = 6 * SEC
/** Time a step has beyond its script, for what the customer says and for a hold's edges. */
const SLACK_MS = 6 * SEC

/** The order in which steps are gone through, and where the order itself is a fault. */
const planRoute = ({ random, scenario, isHandover, skip, habits = HABITS }: Casting, isHighScore: boolean) => {
  const faults: { step: Step; kind: PlantedKind /** Index in the route where it shows. */; at: number }[] = []
  let route: Step[] = [...STEPS]
  if (isHandover && random.chance(0.7)) route = route.filter((step) => step !== 'need_identification')
  const isCallback = scenario === 'satisfaction_callback'
  if (isCallback && isHighScore) {
    route = route.filter((step) => step !== 'resolution' && step !== 'confirmation')
    faults.push(
      { step: 'resolution', kind: 'allowed_skip', at: 2 },
      { step: 'confirmation', kind: 'allowed_skip', at: 2 },
    )
  } else if (skip || random.chance(habits.stepOmitted)) {
    const omitted = skip ?? random.weighted(OMITTED)
    const at = route.indexOf(omitted)
    if (at === -1 || (isHandover && omitted === 'need_identification')) return { route, faults, omitted: undefined }
    route.splice(at, 1)
    if (omitted === 'closing') return { route, faults, omitted }
    faults.push({ step: omitted, kind: 'step_omitted', at })
    if (omitted !== 'opening' && !skip && random.chance(habits.lateDone)) {
      const next = route[at] as Step
      route.splice(at + 1, 0, omitted, next)
      faults.push({ step: omitted, kind: 'late_done', at: at + 1 })
    }
    return { route, faults, omitted }
  } else if (random.chance(habits.wrongOrder)) {
    route.push('confirmation', 'closing')
    faults.push({ step: 'confirmation', kind: 'wrong_order', at: route.length - 2 })
  } else if (!isCallback && random.chance(habits.objection)) {
    route.splice(route.indexOf('closing'), 0, 'resolution', 'confirmation')
  } else if (!isCallback && !isHandover && random.chance(habits.newRound)) {
    route.push('need_identification', 'resolution', 'confirmation', 'closing')
  }
  return { route, faults, omitted: undefined }
}

type Span = { from: number; to: number }
type Stay = { step: Step; from: number; to: number; isOverrun: boolean; maxMs: number }

/** `needs`: milliseconds a step's script takes at least. */
const planStays = (
  casting: Casting,
  route: readonly Step[],
  startMs: number,
  needs: (step: Step) => number,
): Stay[] => {
  const { random, playbook, scenario, habits = HABITS } = casting
  const overrun = casting.evidence && random.chance(habits.dwellOverrun) ? random.int(0, route.length - 1) : -1
  let clock = startMs
  return route.map((step, index) => {
    const { min, target, max } = limitsOf(playbook, scenario, step)?.dwellSec ?? { min: 3, target: 20, max: 60 }
    const isAgain = route.indexOf(step) < index
    const median = target * (isAgain ? 0.5 : 0.92)
    const usual = Math.min(Math.max(random.logNormal(median, 0.35), min + 1), max * 0.93)
    const isOverrun = index === overrun
    const from = clock
    clock += Math.max(Math.round((isOverrun ? max * (1.15 + random.next() * 0.4) : usual) * SEC), needs(step))
    return { step, from, to: clock, isOverrun, maxMs: max * SEC }
  })
}

/** Silence of `ms` put into the talk at `at`: everything later moves back. */
const insertPause = (stays: Stay[], at: number, ms: number) => {
  for (const stay of stays) {
    if (stay.from > at) stay.from += ms
    if (stay.to > at) stay.to += ms
  }
}

const planHold = (casting: Casting, stays: Stay[], beats: Beat[]): Span | undefined => {
  const { random, habits = HABITS } = casting
  const place = stays.find((stay) => stay.step === 'resolution' && !stay.isOverrun)
  if (!place) return undefined
  const at = place.from + Math.round((place.to - place.from) * (0.3 + random.next() * 0.3))
  const kind = random.weighted({
    longHold: habits.longHold,
    hold: habits.hold,
    consult: habits.consult,
    none: 1 - habits.longHold - habits.hold - habits.consult,
  })
  if (kind === 'none') return undefined
  const usual = Math.min(random.logNormal(32, 0.4) * SEC, casting.longHoldMs * 0.8)
  const ms = Math.round(kind === 'longHold' ? casting.longHoldMs * (1.1 + random.next() * 0.8) : usual)
  insertPause(stays, at, ms)
  if (kind === 'consult')
    beats.push(
      { at, do: 'consult' },
      { at: at + ms, do: 'consult_end', handOver: random.chance(habits.attendedTransfer) },
    )
  else beats.push({ at, do: 'hold' }, { at: at + ms, do: 'retrieve' })
  if (kind === 'longHold') beats.push({ at: at + casting.longHoldMs, do: 'plant', kind: 'long_hold' })
  return { from: at, to: at + ms }
}

const planEscalation = (casting: Casting, stays: Stay[], hold: Span | undefined, speakers: Speakers): Beat[] => {
  const { random, habits = HABITS } = casting
  const place = stays.find((stay) => stay.step === 'resolution') ?? stays[1]
  const { escalation } = casting
  if (!place || !(escalation === undefined ? random.chance(habits.escalation) : escalation > 0)) return []
  const wish = place.from + Math.round((place.to - place.from) * 0.4)
  const isHeld = hold && wish > hold.from - 8 * SEC && wish < hold.to
  const { beat, level } = speakers.escalate(isHeld ? hold.to + SEC : wish, escalation)
  const beats: Beat[] = [beat, { at: beat.at, do: 'plant', kind: 'escalation', step: place.step, level }]
  if (level < 2 || !(casting.help ?? random.chance(habits.helpWhenEscalated))) return beats
  const asked = beat.at + random.int(3, 12) * SEC
  beats.push({ at: asked, do: 'help', reason: random.pick(HELP_REASONS) })
  beats.push({ at: asked + random.int(15, 110) * SEC, do: 'help_over', taken: random.chance(0.8) })
  return beats
}

/** What was left out shows when its step is left. */
const planOmissions = ({ scenario, omitted }: Casting, stays: readonly Stay[]): Beat[] =>
  [...omitted].flatMap((action): Beat[] => {
    const stay = stays.find(({ step }) => omittable(scenario, step).includes(action))
    return stay ? [{ at: stay.to - 1, do: 'plant', kind: 'action_omitted', step: stay.step, action }] : []
  })

const planSlip = ({ slip }: Casting, stays: readonly Stay[], hold: Span | undefined): Beat[] => {
  const place = stays.find((stay) => stay.step === 'resolution') ?? stays[1]
  if (!place || slip === undefined) return []
  const middle = Math.round(place.from + (place.to - place.from) * 0.5)
  const from = hold && middle > hold.from - 8 * SEC && middle < hold.to ? hold.to + 4 * SEC : middle
  return [{ at: from + 2 * SEC, do: 'line', role: 'agent', text: slip, from }]
}

const planEnd = (casting: Casting, stays: Stay[], isClosingOmitted: boolean): Beat[] => {
  const { random, habits = HABITS } = casting
  const last = stays.at(-1)?.to ?? 20 * SEC
  if (casting.omitted.has(WAITS)) return [{ at: last, do: 'end', cause: 'agent_hangup' }]
  const early = stays.find((stay) => stay.step === 'resolution')
  if (isClosingOmitted)
    return [
      { at: last, do: 'end', cause: 'agent_hangup' },
      ...(casting.evidence ? [{ at: last, do: 'plant', kind: 'step_omitted', step: 'closing' } as const] : []),
    ]
  const way = random.weighted({
    early: early ? habits.customerLeavesEarly : 0,
    drops: early ? habits.lineDrops : 0,
    transfer: early && !casting.isHandover && casting.scenario !== 'satisfaction_callback' ? habits.blindTransfer : 0,
    agent: habits.agentHangsUp,
    usual: 0.8,
  })
  const middle = early ? early.from + Math.round((early.to - early.from) * random.next()) : last
  if (way === 'early') return [{ at: middle, do: 'end', cause: 'customer_hangup' }]
  if (way === 'drops') return [{ at: middle, do: 'end', cause: 'network_failure' }]
  if (way === 'transfer') return [{ at: middle, do: 'transfer' }]
  if (way === 'agent') return [{ at: last + POLITE_MS, do: 'end', cause: 'agent_hangup' }]
  return [{ at: last, do: 'end', cause: 'customer_hangup' }]
}

/**
 * Writes one talk as beats in order of time, the last one an end, a transfer or a handing over. What it does wrong it
 * notes as `plant`, at the moment the wrong becomes visible.
 */
export const planConversation = (casting: Casting): Beat[] => {
  const { random, playbook, scenario, evidence } = casting
  const isHighScore = Number(casting.words.分数 ?? 0) >= 8
  const { route, faults, omitted } = planRoute(casting, isHighScore)
  const speakers = createSpeakers(casting)
  const scripts = new Map(
    STEPS.map((step) => [step, speakers.prepare(scriptOf(scenario, step, casting.omitted))] as const),
  )
  const isSpoken = evidence && casting.speechGapMs > 0
  const needs = (step: Step) => (isSpoken ? speakers.timeFor(scripts.get(step) ?? []) + SLACK_MS : 0)
  const stays = planStays(casting, route, random.int(300, 1500), needs)
  const beats: Beat[] = []
  const hold = planHold(casting, stays, beats)
  const end = planEnd(casting, stays, omitted === 'closing')
  const endAt = Math.max(...end.map((beat) => beat.at))

  if (evidence) {
    for (const [index, stay] of stays.entries()) {
      beats.push({ at: stay.from, do: 'step', step: stay.step })
      for (const fault of faults)
        if (fault.at === index) beats.push({ at: stay.from, do: 'plant', kind: fault.kind, step: fault.step })
      if (stay.isOverrun)
        beats.push({ at: stay.from + stay.maxMs, do: 'plant', kind: 'dwell_overrun', step: stay.step })
      const parts = scripts.get(stay.step) ?? []
      const isAgain = route.indexOf(stay.step) < index
      beats.push(...speakers.talk(stay, isAgain ? parts.filter((part) => part.do === 'say') : parts, hold))
    }
    beats.push(...planOmissions(casting, stays), ...planSlip(casting, stays, hold))
    if (scenario === 'complaint') beats.push(...planEscalation(casting, stays, hold, speakers))
  }
  if (casting.tag !== 'never') {
    const place = casting.tag === 'late' ? stays.find((stay) => stay.step === 'need_identification') : undefined
    beats.push({ at: (place?.from ?? 0) + random.int(3, 12) * SEC, do: 'tag', scenario })
  }
  const talkMax = (scenarioOf(playbook, scenario)?.talkSec.max ?? Number.POSITIVE_INFINITY) * SEC
  if (endAt > talkMax) beats.push({ at: talkMax, do: 'plant', kind: 'long_call' })
  return [...beats.filter((beat) => beat.at < endAt), ...end.reverse()].sort((a, b) => a.at - b.at)
}
