import type { Sql } from '#db/client.ts'
import { listAgents } from '#db/queries/list-agents.ts'
import { listTeams } from '#db/queries/list-teams.ts'
import { loadSettings, loadZone } from '#db/queries/load-settings.ts'
import type { Clock } from '../../clock.ts'
import { headerOf, PLACEMENT_COLUMNS, SCENARIO_COLUMNS, TEAM_COLUMNS } from '../../domain/people/columns.ts'
import { membershipAt } from '../../domain/people/membership.ts'
import { canPlaceAgents, type Viewer } from '../../domain/viewer.ts'
import { dayOf } from '../../domain/zoned-day.ts'
import { CodedError } from '../../errors.ts'
import type { Export } from './export.ts'

const requireAll = (viewer: Viewer) => {
  if (!canPlaceAgents(viewer)) throw new CodedError('forbidden', 'Only who sees every team may take this away.')
}

/** Teams with their queues, agents with their teams, and the scenario table, each as its import reads it. */
export const createPeopleExports = ({ sql, clock }: { sql: Sql; clock: Clock }): Export[] => [
  {
    name: 'teams',
    permission: 'organisation.edit',
    header: headerOf(TEAM_COLUMNS),
    async rows(viewer) {
      requireAll(viewer)
      const teams = (await listTeams(sql, clock.now())).filter(({ closedAt }) => closedAt === null)
      return teams.flatMap(({ site, name, queues }) =>
        queues.length === 0
          ? [[site ?? '', name, '', '']]
          : queues.map(({ feedId, queueId }) => [site ?? '', name, feedId, queueId]),
      )
    },
  },
  {
    name: 'agents',
    permission: 'agent.place',
    header: headerOf(PLACEMENT_COLUMNS),
    async rows(viewer) {
      requireAll(viewer)
      const now = clock.now()
      const [agents, teams, zone] = await Promise.all([listAgents(sql, now), listTeams(sql, now), loadZone(sql)])
      const names = new Map(teams.map(({ id, name }) => [id, name]))
      return agents.map(({ agentNo, name, feedId, spans }) => {
        const current = membershipAt(
          spans.map(([teamId, from, to]) => ({ teamId, from, to })),
          now,
        )
        const team = current && names.get(current.teamId)
        return [agentNo, name ?? '', feedId, team ?? '', current ? dayOf(current.from, zone) : '']
      })
    },
  },
  {
    name: 'scenarios',
    permission: 'scenario.map',
    header: headerOf(SCENARIO_COLUMNS),
    async rows() {
      const settings = await loadSettings(sql)
      return (settings?.scenarioMap ?? []).map(({ kind, key, scenario }) => [kind, key, scenario])
    },
  },
]
