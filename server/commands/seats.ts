import { maskText } from '../domain/redact.ts'
import type { Viewer } from '../domain/viewer.ts'
import { CodedError } from '../errors.ts'
import { noteOf } from './append-person-entry.ts'
import type { Verb } from './command.ts'

/** What concerns the whole organisation is not for somebody who sees a part of it. */
export const requireWhole = (viewer: Viewer): void => {
  if (viewer.teams !== 'all') throw new CodedError('forbidden', 'You do not see the whole organisation.')
}

/** Says who an agent of a feed was. */
export const correctIdentity: Verb<'identity:correct'> = {
  permission: 'organisation.edit',
  async run({ feed, agentId, reason, ...who }, viewer, parts) {
    requireWhole(viewer)
    const why = maskText(reason)
    const subject = `agent:${feed}/${agentId}`
    const note = noteOf(parts, viewer, { action: 'identity.correct', subject, detail: { ...who, reason: why } })
    return parts.seats.correctIdentity({ ...who, feedId: feed, agentId, reason: why }, note)
  },
}

/** Takes back what was said by hand or by a roster. */
export const takeBackIdentity: Verb<'identity:take-back'> = {
  permission: 'organisation.edit',
  async run({ feed, agentId, from, reason }, viewer, parts) {
    requireWhole(viewer)
    const subject = `agent:${feed}/${agentId}`
    const note = noteOf(parts, viewer, { action: 'identity.take_back', subject, detail: { reason: maskText(reason) } })
    await parts.seats.takeBackIdentity({ feedId: feed, agentId, from }, note)
    return {}
  },
}

export const removeSeat: Verb<'seat:remove'> = {
  permission: 'organisation.edit',
  async run({ seatId }, viewer, parts) {
    requireWhole(viewer)
    const note = noteOf(parts, viewer, { action: 'seat.remove', subject: `seat:${seatId}`, detail: {} })
    await parts.seats.removeSeat(seatId, note)
    return {}
  },
}
