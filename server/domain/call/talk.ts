import { type Duty, dutiesOf } from '../playbook/duties.ts'
import type { Playbook } from '../playbook/playbook.ts'
import { type ActionEvent, type Scenario, STEPS, type Step } from '../words.ts'
import type { Call, Segment, Span, StepVisit } from './call.ts'
import { indexWords, type Listening, listeningTo, type Said, type Word, wordsOf } from './listening.ts'
import { mergeSteps, type SegmentSteps } from './merge-steps.ts'
import { scenarioUntil } from './scenario.ts'
import { spokenIn } from './spoken.ts'

/** Something a system or the switch told of one handling. */
export type TalkEvent = { name: ActionEvent; at: number; eventId: string; value?: string | number | boolean }

/** One way through the flow; a new one begins when a customer brings up something else at the end. */
export type Round = Required<Span> & { n: number; isLast: boolean; visits: readonly StepVisit[] }

/** One agent's handling with all that can be known of it, to be read for actions. Times in epoch ms. */
export type Talk = {
  call: Call
  segment: Segment
  playbook: Playbook
  scenario: Scenario | undefined
  from: number
  /** Its end; Infinity while it lasts. */
  to: number
  steps: SegmentSteps
  rounds: readonly Round[]
  duties: readonly Duty[]
  events: readonly TalkEvent[]
  words: readonly Word[]
  said: Said
  listening: Listening
  /** Whether any of these would have been told of this call, had it been so. */
  tells(events: readonly ActionEvent[]): boolean
  /** Handlings of the same call before this one. */
  earlier: readonly Talk[]
}

/** Facts the switch or the dialplan knows too: they do not prove that a system of the agent's tells what it sees. */
const isDesktopFact = (name: string) => !name.startsWith('ivr.') && !name.startsWith('call.')

const hearsFacts = (call: Call): boolean =>
  call.facts.some(({ name }) => isDesktopFact(name)) ||
  (call.pinned?.companions ?? []).some((origin) => origin === 'crm' || origin === 'desktop')

/** What only the switch has to see. */
const isSwitchEvent = (name: string) => name.startsWith('call.')

/** A system that tells of this call tells what it ever told of any; what none of them ever told, nobody would hear. */
const tellsOf = (call: Call): Talk['tells'] => {
  if (!hearsFacts(call)) return () => false
  const told = call.pinned?.told
  if (!told) return () => true
  const known = new Set<string>([...told, ...call.facts.map(({ name }) => name)])
  if (call.scenarios.some(({ source }) => source === 'event')) known.add('scenario.tagged')
  if (call.help.length > 0) known.add('help.requested')
  return (events) => events.some((name) => known.has(name) || isSwitchEvent(name))
}

/** How long facts of the after-call work still belong to the handling. Milliseconds. */
const AFTER_MS = 30 * 60_000

/** Whether a fact told then is this handling's: the first has what came before its answer, each its after-call work. */
const isFactOf = (call: Call, segment: Segment): ((at: number, agentId?: string) => boolean) => {
  const owners = call.segments.filter((s) => s.role === 'owner' && s.answeredAt !== undefined)
  const answeredAt = segment.answeredAt ?? call.startedAt
  const end = segment.endedAt === undefined ? Number.POSITIVE_INFINITY : segment.endedAt + AFTER_MS
  const next = owners[owners.indexOf(segment) + 1]?.answeredAt ?? Number.POSITIVE_INFINITY
  const isFirst = owners[0] === segment
  return (at, agentId) => {
    if (agentId !== undefined && agentId !== segment.agentId) return false
    const from = isFirst ? call.startedAt : agentId === undefined ? answeredAt : (segment.offeredAt ?? answeredAt)
    return from <= at && at <= end && (agentId !== undefined || at < next)
  }
}

const RELEASES: Partial<Record<string, ActionEvent>> = {
  agent_hangup: 'call.released.by_agent',
  customer_hangup: 'call.released.by_customer',
}

const eventsOf = (call: Call, segment: Segment): TalkEvent[] => {
  const isOurs = isFactOf(call, segment)
  const events: TalkEvent[] = []
  for (const { name, at, eventId, value, agentId } of call.facts)
    if (isOurs(at, agentId) && value !== false) events.push({ name: name as ActionEvent, at, eventId, value })
  for (const { at, source } of call.scenarios)
    if (isOurs(at) && (source === 'event' || source === 'person'))
      events.push({ name: 'scenario.tagged', at, eventId: `scenario@${at}` })
  for (const { at } of call.help) if (isOurs(at)) events.push({ name: 'help.requested', at, eventId: `help@${at}` })
  for (const hold of segment.holds) {
    if (hold.by !== 'agent') continue
    events.push({ name: 'call.hold_start', at: hold.from, eventId: `hold@${hold.from}` })
    if (hold.to !== undefined) events.push({ name: 'call.hold_end', at: hold.to, eventId: `hold@${hold.to}` })
  }
  const release = segment.endCause && RELEASES[segment.endCause]
  if (release && segment.endedAt !== undefined)
    events.push({ name: release, at: segment.endedAt, eventId: `end@${segment.endedAt}` })
  return events.sort((a, b) => a.at - b.at || (a.eventId < b.eventId ? -1 : 1))
}

const roundsOf = (visits: readonly StepVisit[], from: number, to: number): Round[] => {
  const begins = visits.flatMap((visit, index) =>
    visit.step === 'need_identification' && visits[index - 1]?.step === 'closing' ? [index] : [],
  )
  return [0, ...begins].map((begin, n) => {
    const end = begins[n]
    const next = end === undefined ? undefined : visits[end]
    return {
      n: n + 1,
      isLast: end === undefined,
      from: n === 0 ? from : (visits[begin]?.from ?? from),
      to: next?.from ?? to,
      visits: visits.slice(begin, end),
    }
  })
}

export const isLaterStep = (step: Step, than: Step): boolean => STEPS.indexOf(step) > STEPS.indexOf(than)

export const toTalk = (call: Call, segment: Segment, playbook: Playbook, earlier: readonly Talk[]): Talk => {
  const from = segment.answeredAt ?? call.startedAt
  const to = segment.endedAt ?? Number.POSITIVE_INFINITY
  const scenario = scenarioUntil(call, segment.endedAt)
  // A playbook that describes no actions listens to nothing.
  const words = playbook.actions.length > 0 ? wordsOf(call, segment, playbook) : []
  const listening = listeningTo(call, segment, words)
  const steps = mergeSteps(segment, spokenIn(call, segment, listening))
  return {
    call,
    segment,
    playbook,
    scenario,
    from,
    to,
    steps,
    rounds: roundsOf(steps.visits, from, to),
    duties: dutiesOf(playbook, scenario, call),
    events: eventsOf(call, segment),
    words,
    said: indexWords(words),
    listening,
    tells: tellsOf(call),
    earlier,
  }
}
