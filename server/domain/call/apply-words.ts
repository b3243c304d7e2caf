import type { Entry } from '../entry.ts'
import type { EventOf } from '../event.ts'
import type { Call, Utterance } from './call.ts'

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

const isNewer = (next: Utterance, old: Utterance) =>
  next.revision > old.revision || (next.revision === old.revision && next.isFinal && !old.isFinal)

/** Keeps the highest revision of every utterance; one that replaces others takes their place. */
export const applyTranscript = (call: Call, entry: Entry, event: EventOf<'transcript.segment'>): void => {
  const next = toUtterance(entry, event)
  const replaced = event.data.replaces
  if (replaced) call.utterances = call.utterances.filter((u) => !replaced.includes(u.utteranceId))
  const index = call.utterances.findIndex((u) => u.utteranceId === next.utteranceId)
  const old = call.utterances[index]
  if (!old) call.utterances.push(next)
  else if (isNewer(next, old)) call.utterances[index] = { ...next, at: old.at }
}

export const applyLevel = (call: Call, entry: Entry, event: EventOf<'complaint.level'>, segmentId?: string): void => {
  const { level, reason } = event.data
  call.levels.push({ level, at: entry.at, reason, eventId: event.eventId, segmentId })
  call.level = level
  call.peakLevel = Math.max(call.peakLevel, level)
}
