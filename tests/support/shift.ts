import type { Entry } from '#server/domain/entry.ts'
import type { NewEntry } from '#server/domain/event-log.ts'
import { STEPS } from '#server/domain/words.ts'
import { type EntryOptions, entryAt, T0 } from './entries.ts'

/** An hour's worth of short calls on a small floor: holds, transfers, lost callers, steps left out, words, complaints. */
export const planShift = (calls: number): Entry[] => {
  const entries: Entry[] = []
  let ids = 0
  const say = (...[seconds, type, data, more]: Parameters<typeof entryAt>) =>
    entries.push(entryAt(seconds, type, data, { ...more, eventId: String(++ids) } as EntryOptions))

  for (let n = 0; n < calls; n++) {
    const callId = `c${n}`
    const agentId = `10${String(n % 12).padStart(2, '0')}`
    const on = { callId, agentId, segmentId: `${callId}-a` }
    const queueId = n % 2 ? 'complaint' : 'inquiry'
    const t = n * 7
    say(t, 'call.offered', { direction: 'inbound' }, { callId })
    say(t + 1, 'call.queued', {}, { callId, queueId })
    if (n % 9 === 4) {
      say(t + 30, 'call.dequeued', { reason: 'abandoned' }, { callId, queueId })
      say(t + 30, 'call.cleared', { cause: 'abandoned_in_queue' }, { callId })
      continue
    }
    say(t + 4, 'call.alerting', {}, { ...on, queueId })
    say(t + 8, 'call.dequeued', { reason: 'answered' }, { callId, queueId })
    say(t + 8, 'call.connected', {}, { ...on, queueId })
    say(t + 8, 'agent.state', { state: 'busy' }, { agentId })
    for (const [i, step] of STEPS.entries()) {
      if (step === 'confirmation' && n % 4 === 1) continue
      say(t + 10 + i * 9, 'step.entered', { step }, on)
    }
    if (n % 3 === 0) {
      say(t + 20, 'call.held', { by: 'agent' }, on)
      say(t + 27.5, 'call.retrieved', { by: 'agent' }, on)
    }
    if (n % 4 === 2) {
      say(t + 30, 'call.held', { by: 'customer' }, on)
      say(t + 33, 'call.retrieved', { by: 'customer' }, on)
    }
    if (n % 5 === 2) say(t + 25, 'complaint.level', { level: 3, reason: '要求找主管' }, on)
    say(
      t + 15,
      'transcript.segment',
      { utteranceId: `${callId}-u1`, revision: 0, isFinal: true, role: 'customer', text: '我要投诉，"上次"说好了的' },
      { ...on, origin: 'asr' },
    )
    if (n % 6 === 5) {
      say(t + 40, 'call.transferred', { kind: 'blind', toAgentId: '1099' }, on)
      const next = { callId, agentId: '1099', segmentId: `${callId}-b` }
      say(t + 42, 'call.alerting', {}, next)
      say(t + 45, 'call.connected', {}, next)
    }
    say(t + 60, 'call.cleared', { cause: 'customer_hangup' }, { callId })
    say(t + 60, 'agent.state', { state: 'ready' }, { agentId })
  }
  return entries.sort((a, b) => a.at - b.at)
}

export const shiftEnd = (calls: number) => T0 + (calls * 7 + 120) * 1000

/** As an adapter's batch would carry it to the log. */
export const toNewEntry = ({ source, origin, epoch, event, receivedAt }: Entry): NewEntry => ({
  source,
  origin,
  epoch,
  event,
  receivedAt,
})
