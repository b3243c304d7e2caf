import { canPlaceAgents } from '../domain/viewer.ts'
import { CodedError } from '../errors.ts'
import { noteOf } from './append-person-entry.ts'
import type { Verb } from './command.ts'

/** Puts an agent into a team from now on. */
export const placeAgent: Verb<'agent:place'> = {
  permission: 'agent.place',
  async run({ feed, agentId, teamId }, viewer, parts) {
    if (!canPlaceAgents(viewer)) throw new CodedError('forbidden', 'You may not place agents.')
    if (!parts.floors.get(feed)?.agent(agentId)) throw new CodedError('not_found', 'There is no such agent.')
    const team = parts.directory.teamName(teamId)
    if (team === undefined) throw new CodedError('not_found', 'There is no such team.')
    const note = noteOf(parts, viewer, {
      action: 'agent.place',
      subject: `agent:${feed}/${agentId}`,
      detail: { teamId, team },
    })
    await parts.placeAgent({ feedId: feed, agentId, teamId, from: note.at }, note)
    return { teamId }
  },
}
