import type { ActionEvent } from '../words.ts'
import type { Segment, ToldCall } from './call.ts'

/** Something a system or the switch told of one handling. */
export type TalkEvent = { name: ActionEvent; at: number; eventId: string; value?: string | number | boolean }

/** Whether any of these would have been told of this call, had it been so. */
export type Tells = (events: readonly ActionEvent[]) => boolean

/** Facts the switch or the dialplan knows too: they do not prove that a system of the agent's tells what it sees. */
const isDesktopFact = (name: string) => !name.startsWith('ivr.') && !name.startsWith('call.')

const hearsFacts = (call: ToldCall): boolean =>
  call.facts.some(({ name }) => isDesktopFact(name)) ||
  (call.pinned?.companions ?? []).some((origin) => origin === 'crm' || origin === 'desktop')

/** What only the switch has to see. */
const isSwitchEvent = (name: string) => name.startsWith('call.')

/** A system that tells of this call tells what it ever told of any; what none of them ever told, nobody would hear. */
export const tellsOf = (call: ToldCall): Tells => {
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
const isFactOf = (call: ToldCall, segment: Segment): ((at: number, agentId?: string) => boolean) => {
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

export const eventsOf = (call: ToldCall, segment: Segment): TalkEvent[] => {
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
