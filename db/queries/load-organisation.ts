import type { Identity } from '#server/domain/people/identity.ts'
import type { MembershipSpan } from '#server/domain/people/person.ts'
import type { Sql } from '../client.ts'

export type OrganisationAgent = {
  feedId: string
  agentId: string
  agentNo: string
  name: string | null
  spans: MembershipSpan[]
  identities: Identity[]
}
export type Organisation = {
  teams: { id: string; name: string }[]
  agents: OrganisationAgent[]
  queueTeams: ({ feedId: string; queueId: string } & MembershipSpan)[]
}

/** Teams, agents with their memberships and with who they were, oldest first, and the queues assigned to teams: all of it, in one question. */
export const loadOrganisation = async (sql: Sql): Promise<Organisation> => {
  const [row] = await sql<Organisation[]>`
    select
      (select coalesce(json_agg(json_build_object('id', id, 'name', name) order by name), '[]') from team) as teams,
      (select coalesce(json_agg(json_build_object('feedId', feed_id, 'queueId', queue_id, 'teamId', team_id,
         'from', (extract(epoch from valid_from) * 1000)::bigint,
         'to', (extract(epoch from valid_to) * 1000)::bigint)), '[]')
       from queue_team) as "queueTeams",
      (select coalesce(json_agg(json_build_object(
         'feedId', a.feed_id, 'agentId', a.agent_id, 'agentNo', a.agent_no, 'name', a.name, 'spans', m.spans,
         'identities', i.identities)), '[]')
       from agent a cross join lateral (
         select coalesce(json_agg(json_build_object(
           'agentNo', agent_no, 'source', source, 'notedBy', noted_by,
           'from', (extract(epoch from valid_from) * 1000)::bigint,
           'to', (extract(epoch from valid_to) * 1000)::bigint,
           'notedFrom', (extract(epoch from noted_from) * 1000)::bigint,
           'notedAt', (extract(epoch from noted_at) * 1000)::bigint) order by valid_from), '[]') as identities
         from agent_identity where feed_id = a.feed_id and agent_id = a.agent_id) i cross join lateral (
         select coalesce(json_agg(json_build_object(
           'teamId', team_id,
           'from', (extract(epoch from valid_from) * 1000)::bigint,
           'to', (extract(epoch from valid_to) * 1000)::bigint) order by valid_from), '[]') as spans
         from membership where feed_id = a.feed_id and agent_id = a.agent_id) m) as agents`
  return row ?? { teams: [], agents: [], queueTeams: [] }
}
