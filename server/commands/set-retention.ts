import { noteOf } from './append-person-entry.ts'
import type { Verb } from './command.ts'

/** Says how long each kind of data is kept, from the next night on. */
export const setRetention: Verb<'retention:set'> = {
  permission: 'retention.edit',
  async run({ days }, viewer, parts) {
    const note = noteOf(parts, viewer, { action: 'retention.set', subject: 'retention', detail: days })
    await parts.saveRetention(days, note)
    return { days }
  },
}
