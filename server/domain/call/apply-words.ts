import type { Entry } from '../entry.ts'
import type { EventOf } from '../event.ts'
import { keepLast } from '../keep.ts'
import type { Call, Utterance } from './call.ts'

const made = new WeakMap<Entry['event'], Utterance>()

/** One object an event, however often the call is folded: what was heard in it is kept with it. */
const utteranceOf = (entry: Entry, event: EventOf<'transcript.segment'>): Utterance => {
  const utterance = made.get(event) ?? toUtterance(entry, event)
  made.set(event, utterance)
  return utterance
}

const toUtterance = (entry: Entry, event: EventOf<'transcript.segment'>): Utterance => ({
  utteranceId: event.data.utteranceId,
  revision: event.data.revision,
  isFinal: event.data.isFinal,
  role: event.data.role,
  agentId: event.agentId,
  text: event.data.text,
  at: entry.at,
  beginOffsetMs: event.data.beginOffsetMs,
  endOffsetMs: event.data.endOffsetMs,
})

/** A revision at the time its utterance was first heard; it too stays one object, for it was listened to already. */
const heardAt = keepLast((utterance: Utterance, at: number): Utterance => ({ ...utterance, at }))

const isNewer = (next: Utterance, old: Utterance) =>
  next.revision > old.revision || (next.revision === old.revision && next.isFinal && !old.isFinal)

/** Where each utterance stands in its list; a long call is not searched for every word that is added to it. */
const known = new WeakMap<readonly Utterance[], Map<string, number>>()

const placesIn = (utterances: readonly Utterance[]): Map<string, number> => {
  const places = known.get(utterances) ?? new Map(utterances.map((u, index) => [u.utteranceId, index]))
  known.set(utterances, places)
  return places
}

/** Keeps the highest revision of every utterance; one that replaces others takes their place. */
export const applyTranscript = (call: Call, entry: Entry, event: EventOf<'transcript.segment'>): void => {
  const next = utteranceOf(entry, event)
  const replaced = event.data.replaces
  if (replaced) call.utterances = call.utterances.filter((u) => !replaced.includes(u.utteranceId))
  const places = placesIn(call.utterances)
  const index = places.get(next.utteranceId) ?? call.utterances.length
  const old = call.utterances[index]
  if (!old) places.set(next.utteranceId, call.utterances.push(next) - 1)
  else if (isNewer(next, old)) call.utterances[index] = next.at === old.at ? next : heardAt(next, old.at)
}

const STREAM = { 'transcript.started': 'started', 'transcript.ended': 'ended', 'transcript.failed': 'failed' } as const

export const noteStream = (call: Call, { at, event }: Entry, type: keyof typeof STREAM): void => {
  call.streams.push({ at, what: STREAM[type], agentId: event.agentId })
}

export const noteMood = (call: Call, { at }: Entry, { data }: EventOf<'signal.sentiment'>): void => {
  if (data.sentiment === 'negative' && (data.role ?? 'customer') === 'customer') call.displeasedAt.push(at)
}

export const applyLevel = (call: Call, entry: Entry, event: EventOf<'complaint.level'>, segmentId?: string): void => {
  const { level, reason } = event.data
  const source = entry.source === 'person' ? 'person' : 'event'
  call.toldLevels.push({ level, at: entry.at, source, reason, eventId: event.eventId, segmentId })
}
