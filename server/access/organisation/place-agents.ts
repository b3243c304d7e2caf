import { assignQueue } from '#db/writes/assign-queue.ts'
import { placeAgents as movePlaced } from '#db/writes/place-agents.ts'
import { addAgents } from '#db/writes/upsert-agents.ts'
import { CodedError } from '../../errors.ts'
import { type Doer, type OrganisationParts, organise, type Tx } from './organise.ts'
import { requireTeam } from './teams.ts'

type Placing = {
  agents: readonly { feed: string; agentIds: readonly string[] }[]
  teamId: string | null
  from?: number
}

const requireKnown = async (tx: Tx, feed: string, agentIds: readonly string[]) => {
  const ids = [...new Set(agentIds)]
  const known = await tx`select 1 from agent where feed_id = ${feed} and agent_id = any(${ids}::text[])`
  if (known.length < ids.length)
    throw new CodedError('not_found', 'There is no such agent.', { reason: { key: 'agentGone' } })
}

/**
 * Moves agents into a team, or out of any, all of them or none. One line in the audit with everybody who moved: it is one
 * decision of one person, however many it concerns.
 */
export const placeAgents = (parts: OrganisationParts, doer: Doer, given: Placing): Promise<{ moved: number }> =>
  organise(parts, doer, async (tx) => {
    const team = given.teamId === null ? null : await requireTeam(tx, given.teamId)
    const from = given.from ?? doer.at
    const agents: Record<string, string[]> = {}
    for (const { feed, agentIds } of given.agents) {
      await requireKnown(tx, feed, agentIds)
      const moved = await movePlaced(tx, { feedId: feed, agentIds, teamId: team?.id ?? null, from })
      if (moved.length > 0) agents[feed] = [...(agents[feed] ?? []), ...moved]
    }
    const moved = Object.values(agents).flat().length
    const subject = team ? `team:${team.id}` : 'team:none'
    const detail = { team: team?.name, from: new Date(from).toISOString(), moved, agents }
    return { result: { moved }, note: moved === 0 ? null : { action: 'agent.place', subject, detail } }
  })

/** Gives a team agents, whom no feed need have named yet, and queues. */
export const assignToTeam = (
  parts: OrganisationParts,
  doer: Doer,
  given: { teamId: string; feedId: string; agentIds: readonly string[]; queues: readonly string[] },
): Promise<{ moved: number }> =>
  organise(parts, doer, async (tx) => {
    const { teamId, feedId, agentIds, queues } = given
    const team = await requireTeam(tx, teamId)
    await addAgents(tx, { feedId, agentIds, firstSeenAt: doer.at })
    const moved = await movePlaced(tx, { feedId, agentIds, teamId, from: doer.at })
    for (const queueId of queues) await assignQueue(tx, { feedId, queueId, teamId, from: doer.at })
    const detail = { team: team.name, agents: { [feedId]: moved }, queues }
    return { result: { moved: moved.length }, note: { action: 'team.assign', subject: `team:${teamId}`, detail } }
  })
