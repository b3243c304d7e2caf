import type { EventData } from '#server/domain/event.ts'
import { limitsOf, scenarioOf } from '#server/domain/playbook/limits.ts'
import type { Playbook } from '#server/domain/playbook/playbook.ts'
import type { SeededRandom } from '#server/domain/seeded-random.ts'
import { type ClearCause, type Scenario, STEPS, type Step } from '#server/domain/words.ts'
import { HABITS, OMITTED, STEP_FACTS } from './habits.ts'
import { HELP_REASONS } from './lines.ts'
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

export type Beat = { /** Milliseconds from the answer. */ at: number } & (
  | { do: 'step'; step: Step }
  | { do: 'line'; role: 'agent' | 'customer'; text: string; from: number }
  | { do: 'hold' | 'retrieve' | 'consult' }
  | { do: 'consult_end'; handOver: boolean }
  | { do: 'fact'; fact: EventData<'call.fact'> }
  | { do: 'tag'; scenario: Scenario }
  | { do: 'help'; reason: string }
  | { do: 'help_over'; taken: boolean }
  | { do: 'plant'; kind: PlantedKind; step?: Step; level?: number }
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
}

const SEC = 1000

/** The order in which steps are gone through, and where the order itself is a fault. */
const planRoute = ({ random, scenario, isHandover }: Casting, isHighScore: boolean) => {
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
  } else if (random.chance(HABITS.stepOmitted)) {
    const omitted = random.weighted(OMITTED)
    const at = route.indexOf(omitted)
    if (at === -1 || (isHandover && omitted === 'need_identification')) return { route, faults, omitted: undefined }
    route.splice(at, 1)
    if (omitted === 'closing') return { route, faults, omitted }
    faults.push({ step: omitted, kind: 'step_omitted', at })
    if (omitted !== 'opening' && random.chance(HABITS.lateDone)) {
      const next = route[at] as Step
      route.splice(at + 1, 0, omitted, next)
      faults.push({ step: omitted, kind: 'late_done', at: at + 1 })
    }
    return { route, faults, omitted }
  } else if (random.chance(HABITS.wrongOrder)) {
    route.push('confirmation', 'closing')
    faults.push({ step: 'confirmation', kind: 'wrong_order', at: route.length - 2 })
  } else if (!isCallback && random.chance(HABITS.objection)) {
    route.splice(route.indexOf('closing'), 0, 'resolution', 'confirmation')
  } else if (!isCallback && !isHandover && random.chance(HABITS.newRound)) {
    route.push('need_identification', 'resolution', 'confirmation', 'closing')
  }
  return { route, faults, omitted: undefined }
}

type Span = { from: number; to: number }
type Stay = { step: Step; from: number; to: number; isOverrun: boolean; maxMs: number }

const planStays = (casting: Casting, route: readonly Step[], startMs: number): Stay[] => {
  const { random, playbook, scenario } = casting
  const overrun = casting.evidence && random.chance(HABITS.dwellOverrun) ? random.int(0, route.length - 1) : -1
  let clock = startMs
  return route.map((step, index) => {
    const { min, target, max } = limitsOf(playbook, scenario, step)?.dwellSec ?? { min: 3, target: 20, max: 60 }
    const isAgain = route.indexOf(step) < index
    const median = target * (isAgain ? 0.5 : 0.92)
    const usual = Math.min(Math.max(random.logNormal(median, 0.35), min + 1), max * 0.93)
    const isOverrun = index === overrun
    const from = clock
    clock += Math.round((isOverrun ? max * (1.15 + random.next() * 0.4) : usual) * SEC)
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
  const { random } = casting
  const place = stays.find((stay) => stay.step === 'resolution' && !stay.isOverrun)
  if (!place) return undefined
  const at = place.from + Math.round((place.to - place.from) * (0.3 + random.next() * 0.3))
  const kind = random.weighted({
    longHold: HABITS.longHold,
    hold: HABITS.hold,
    consult: HABITS.consult,
    none: 1 - HABITS.longHold - HABITS.hold - HABITS.consult,
  })
  if (kind === 'none') return undefined
  const usual = Math.min(random.logNormal(32, 0.4) * SEC, casting.longHoldMs * 0.8)
  const ms = Math.round(kind === 'longHold' ? casting.longHoldMs * (1.1 + random.next() * 0.8) : usual)
  insertPause(stays, at, ms)
  if (kind === 'consult')
    beats.push(
      { at, do: 'consult' },
      { at: at + ms, do: 'consult_end', handOver: random.chance(HABITS.attendedTransfer) },
    )
  else beats.push({ at, do: 'hold' }, { at: at + ms, do: 'retrieve' })
  if (kind === 'longHold') beats.push({ at: at + casting.longHoldMs, do: 'plant', kind: 'long_hold' })
  return { from: at, to: at + ms }
}

const planFacts = ({ random, scenario, words }: Casting, stay: Stay, isHighScore: boolean): Beat[] => {
  const facts: EventData<'call.fact'>[] = (STEP_FACTS[scenario]?.[stay.step] ?? [])
    .filter((habit) => random.chance(habit.chance))
    .map(({ name }) => ({ name, ...(name === 'order.result' ? { value: 'success' } : {}) }))
  if (scenario === 'satisfaction_callback' && stay.step === 'need_identification')
    facts.push({ name: 'survey.score_recorded', value: Number(words.分数 ?? (isHighScore ? 9 : 5)) })
  return facts.map((fact, i) => ({
    at: Math.round(stay.from + ((stay.to - stay.from) * (i + 1)) / (facts.length + 1)),
    do: 'fact',
    fact,
  }))
}

const planEscalation = (casting: Casting, stays: Stay[], hold: Span | undefined, speakers: Speakers): Beat[] => {
  const { random } = casting
  const place = stays.find((stay) => stay.step === 'resolution') ?? stays[1]
  if (!place || !random.chance(HABITS.escalation)) return []
  const wish = place.from + Math.round((place.to - place.from) * 0.4)
  const isHeld = hold && wish > hold.from - 8 * SEC && wish < hold.to
  const { beat, level } = speakers.escalate(isHeld ? hold.to + SEC : wish)
  const beats: Beat[] = [beat, { at: beat.at, do: 'plant', kind: 'escalation', step: place.step, level }]
  if (level < 2 || !random.chance(HABITS.helpWhenEscalated)) return beats
  const asked = beat.at + random.int(3, 12) * SEC
  beats.push({ at: asked, do: 'help', reason: random.pick(HELP_REASONS) })
  beats.push({ at: asked + random.int(15, 110) * SEC, do: 'help_over', taken: random.chance(0.8) })
  return beats
}

const planEnd = (casting: Casting, stays: Stay[], isClosingOmitted: boolean): Beat[] => {
  const { random } = casting
  const last = stays.at(-1)?.to ?? 20 * SEC
  const early = stays.find((stay) => stay.step === 'resolution')
  if (isClosingOmitted)
    return [
      { at: last, do: 'end', cause: 'agent_hangup' },
      ...(casting.evidence ? [{ at: last, do: 'plant', kind: 'step_omitted', step: 'closing' } as const] : []),
    ]
  const way = random.weighted({
    early: early ? HABITS.customerLeavesEarly : 0,
    drops: early ? HABITS.lineDrops : 0,
    transfer: early && !casting.isHandover && casting.scenario !== 'satisfaction_callback' ? HABITS.blindTransfer : 0,
    agent: HABITS.agentHangsUp,
    usual: 0.8,
  })
  const middle = early ? early.from + Math.round((early.to - early.from) * random.next()) : last
  if (way === 'early') return [{ at: middle, do: 'end', cause: 'customer_hangup' }]
  if (way === 'drops') return [{ at: middle, do: 'end', cause: 'network_failure' }]
  if (way === 'transfer') return [{ at: middle, do: 'transfer' }]
  return [{ at: last, do: 'end', cause: way === 'agent' ? 'agent_hangup' : 'customer_hangup' }]
}

/**
 * Writes one talk as beats in order of time, the last one an end, a transfer or a handing over. What it does wrong it
 * notes as `plant`, at the moment the wrong becomes visible.
 */
export const planConversation = (casting: Casting): Beat[] => {
  const { random, playbook, scenario, evidence } = casting
  const isHighScore = Number(casting.words.分数 ?? 0) >= 8
  const { route, faults, omitted } = planRoute(casting, isHighScore)
  const stays = planStays(casting, route, random.int(300, 1500))
  const beats: Beat[] = []
  const hold = planHold(casting, stays, beats)
  const end = planEnd(casting, stays, omitted === 'closing')
  const endAt = Math.max(...end.map((beat) => beat.at))

  if (evidence) {
    const speakers = createSpeakers(casting)
    for (const [index, stay] of stays.entries()) {
      beats.push({ at: stay.from, do: 'step', step: stay.step })
      for (const fault of faults)
        if (fault.at === index) beats.push({ at: stay.from, do: 'plant', kind: fault.kind, step: fault.step })
      if (stay.isOverrun)
        beats.push({ at: stay.from + stay.maxMs, do: 'plant', kind: 'dwell_overrun', step: stay.step })
      if (route.indexOf(stay.step) === index) beats.push(...planFacts(casting, stay, isHighScore))
      beats.push(...speakers.talk(stay, hold))
    }
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
