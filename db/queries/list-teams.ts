import type { Sql } from '../client.ts'

export type ListedTeam = { id: string; name: string; agents: number }

/** All teams with how many agents are in them today. */
export const listTeams = async (sql: Sql): Promise<ListedTeam[]> => sql<ListedTeam[]>`
  select t.id, t.name, count(m.agent_id)::int as agents
  from team t left join membership m on m.team_id = t.id and m.valid_to is null
  group by t.id order by t.name`
