import { noteOf } from './append-person-entry.ts'
import type { Verb } from './command.ts'
import { requireWhole } from './seats.ts'

/** Puts somebody on duty for a team, for themselves or standing in. */
export const saveDuty: Verb<'duty:save'> = {
  permission: 'roster.edit',
  async run(body, viewer, parts) {
    requireWhole(viewer)
    const { dutyId, ...detail } = body
    const note = noteOf(parts, viewer, { action: 'duty.save', subject: `duty:${dutyId ?? ''}`, detail })
    return parts.seats.saveDuty(body, note)
  },
}

export const removeDuty: Verb<'duty:remove'> = {
  permission: 'roster.edit',
  async run({ dutyId }, viewer, parts) {
    requireWhole(viewer)
    await parts.seats.removeDuty(
      dutyId,
      noteOf(parts, viewer, { action: 'duty.remove', subject: `duty:${dutyId}`, detail: {} }),
    )
    return {}
  },
}

/** Takes a shift off the roster. */
export const removeShift: Verb<'roster:remove'> = {
  permission: 'roster.edit',
  async run(shift, viewer, parts) {
    requireWhole(viewer)
    const note = noteOf(parts, viewer, { action: 'roster.remove', subject: `person:${shift.agentNo}`, detail: {} })
    await parts.seats.removeShift(shift, note)
    return {}
  },
}
