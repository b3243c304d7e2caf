import { findOpenTeam, type OpenTeam } from '#db/queries/find-open-team.ts'
import { assignQueue } from '#db/writes/assign-queue.ts'
import { closeTeam as endTeam } from '#db/writes/close-team.ts'
import { insertTeam } from '#db/writes/insert-team.ts'
import { releaseQueues } from '#db/writes/release-queues.ts'
import { updateTeam } from '#db/writes/update-team.ts'
import { CodedError } from '../../errors.ts'
import { type Doer, type OrganisationParts, organise, type Tx } from './organise.ts'
import { requireSite } from './sites.ts'

const taken = (name: string) =>
  new CodedError('conflict', `There is a team ${name} already.`, { reason: { key: 'teamTaken', params: { name } } })

export const requireTeam = async (tx: Tx, teamId: string): Promise<OpenTeam> => {
  const team = await findOpenTeam(tx, teamId)
  if (!team) throw new CodedError('not_found', 'There is no such open team.', { reason: { key: 'teamGone' } })
  return team
}

const isNameTaken = async (tx: Tx, name: string, teamId: string) =>
  (await tx`select 1 from team where name = ${name} and valid_to is null and id <> ${teamId}`).length > 0

/** Adds a team, or renames the one given and puts it under a site. `newId`: the id a new one shall have. */
export const saveTeam = (
  parts: OrganisationParts,
  doer: Doer,
  given: { teamId?: string; newId?: string; name: string; siteId: string | null },
): Promise<{ teamId: string }> =>
  organise(parts, doer, async (tx) => {
    const name = given.name.trim()
    const before = given.teamId === undefined ? undefined : await requireTeam(tx, given.teamId)
    const siteId = given.siteId === null ? null : (await requireSite(tx, given.siteId)).id
    const teamId = before?.id ?? given.newId ?? parts.clock.uuid()
    if (await isNameTaken(tx, name, teamId)) throw taken(name)
    if (before) await updateTeam(tx, { id: teamId, name, siteId })
    else if (!(await insertTeam(tx, { id: teamId, name, createdAt: doer.at, siteId }))) throw taken(name)
    const action = before ? 'team.change' : 'team.add'
    const was = before && { name: before.name, siteId: before.siteId }
    return { result: { teamId }, note: { action, subject: `team:${teamId}`, detail: { name, siteId, before: was } } }
  })

/** Ends a team; its agents are without one from now on. */
export const closeTeam = (
  parts: OrganisationParts,
  doer: Doer,
  { teamId }: { teamId: string },
): Promise<{ agents: number }> =>
  organise(parts, doer, async (tx) => {
    const team = await requireTeam(tx, teamId)
    const agents = await endTeam(tx, { id: teamId, at: doer.at })
    const note = { action: 'team.close', subject: `team:${teamId}`, detail: { name: team.name, agents } }
    return { result: { agents }, note }
  })

/** Says which queues a team answers from now on, all of them. */
export const setTeamQueues = (
  parts: OrganisationParts,
  doer: Doer,
  given: { teamId: string; queues: readonly { feed: string; queueId: string }[] },
): Promise<object> =>
  organise(parts, doer, async (tx) => {
    const team = await requireTeam(tx, given.teamId)
    const wanted = given.queues.map(({ feed, queueId }) => ({ feedId: feed, queueId }))
    const released = await releaseQueues(tx, { teamId: team.id, kept: wanted, at: doer.at })
    const assigned = []
    for (const queue of wanted)
      if (await assignQueue(tx, { ...queue, teamId: team.id, from: doer.at })) assigned.push(queue)
    const detail = { name: team.name, assigned, released }
    return { result: {}, note: { action: 'team.queues', subject: `team:${team.id}`, detail } }
  })
