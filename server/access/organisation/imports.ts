import { listAgents } from '#db/queries/list-agents.ts'
import { listSites } from '#db/queries/list-sites.ts'
import { listTeams } from '#db/queries/list-teams.ts'
import { loadZone } from '#db/queries/load-settings.ts'
import { assignQueue } from '#db/writes/assign-queue.ts'
import { insertSite } from '#db/writes/insert-site.ts'
import { insertTeam } from '#db/writes/insert-team.ts'
import { placeAgents } from '#db/writes/place-agents.ts'
import { updateTeam } from '#db/writes/update-team.ts'
import {
  type Move,
  PLAN_KINDS,
  type PlacementRow,
  type PlannedLine,
  planPlacements,
} from '../../domain/people/plan-placements.ts'
import { planTeams, type TeamRow } from '../../domain/people/plan-teams.ts'
import { type Doer, type OrganisationParts, organise, type Tx } from './organise.ts'

/** More lines than people read are only counted. */
const SHOWN_LINES = 400

/** What a file would do or did: how many lines of each kind, and those that change something or were refused. */
export type ImportAnswer = { counts: Record<PlannedLine['kind'], number>; lines: PlannedLine[]; applied: boolean }

const answerOf = (lines: readonly PlannedLine[], applied: boolean): ImportAnswer => {
  const counts = Object.fromEntries(
    PLAN_KINDS.map((kind) => [kind, lines.filter((one) => one.kind === kind).length]),
  ) as ImportAnswer['counts']
  const told = lines.filter(({ kind }) => kind !== 'unchanged')
  const refused = told.filter(({ kind }) => kind === 'refused')
  const rest = told.filter(({ kind }) => kind !== 'refused')
  return { counts, lines: [...refused, ...rest].slice(0, SHOWN_LINES), applied }
}

const movesByTarget = (moves: readonly Move[]) => {
  const groups = new Map<string, Move & { agentIds: string[] }>()
  for (const move of moves) {
    const key = `${move.feedId}\n${move.teamId}\n${move.from}`
    const group = groups.get(key) ?? { ...move, agentIds: [] }
    group.agentIds.push(move.agentId)
    groups.set(key, group)
  }
  return [...groups.values()]
}

const planFile = async (tx: Tx, rows: readonly PlacementRow[], now: number) => {
  const agents = (await listAgents(tx, now)).map(({ name, spans, seat: _, ...agent }) => ({
    ...agent,
    name: name ?? undefined,
    spans: spans.map(([teamId, from, to]) => ({ teamId, from, to })),
  }))
  const teams = (await listTeams(tx, now)).filter(({ closedAt }) => closedAt === null)
  return planPlacements(rows, { agents, teams, zone: await loadZone(tx), now })
}

/** Places agents as a file says: looked at, or carried out in one transaction. */
export const importPlacements = (
  parts: OrganisationParts,
  doer: Doer,
  { rows, apply }: { rows: readonly PlacementRow[]; apply: boolean },
): Promise<ImportAnswer> =>
  organise(parts, doer, async (tx) => {
    const { lines, moves } = await planFile(tx, rows, doer.at)
    if (!apply || moves.length === 0) return { result: answerOf(lines, apply), note: null }
    const groups = movesByTarget(moves)
    for (const group of groups) await placeAgents(tx, group)
    const detail = {
      moved: moves.length,
      moves: groups.map(({ feedId, teamId, from, agentIds }) => ({ feedId, teamId, from, agentIds })),
    }
    return { result: answerOf(lines, true), note: { action: 'agent.import', subject: 'team:many', detail } }
  })

/** Sites, teams and their queues as a file says: looked at, or carried out in one transaction. */
export const importTeams = (
  parts: OrganisationParts,
  doer: Doer,
  { rows, apply }: { rows: readonly TeamRow[]; apply: boolean },
): Promise<ImportAnswer> =>
  organise(parts, doer, async (tx) => {
    const [sites, all, feeds] = [
      await listSites(tx),
      await listTeams(tx, doer.at),
      await tx<{ id: string }[]>`select id from feed`,
    ]
    const open = all.filter(({ closedAt }) => closedAt === null)
    const { lines, changes } = planTeams(rows, { sites, teams: open, feeds: feeds.map(({ id }) => id) })
    if (!apply || lines.every(({ kind }) => kind === 'unchanged' || kind === 'refused'))
      return { result: answerOf(lines, apply), note: null }

    const siteIds = new Map(sites.map(({ name, id }) => [name, id]))
    for (const name of changes.sites) {
      siteIds.set(name, parts.clock.uuid())
      await insertSite(tx, { id: siteIds.get(name) ?? '', name, from: doer.at })
    }
    const siteId = (site: string | null) => (site === null ? null : (siteIds.get(site) ?? null))
    const teamIds = new Map(open.map(({ name, id }) => [name, id]))
    for (const { name, site } of changes.teams) {
      teamIds.set(name, parts.clock.uuid())
      await insertTeam(tx, { id: teamIds.get(name) ?? '', name, createdAt: doer.at, siteId: siteId(site) })
    }
    for (const { name, site } of changes.moved)
      await updateTeam(tx, { id: teamIds.get(name) ?? '', name, siteId: siteId(site) })
    for (const { team, feedId, queueId } of changes.queues)
      await assignQueue(tx, { feedId, queueId, teamId: teamIds.get(team) ?? '', from: doer.at })
    return { result: answerOf(lines, true), note: { action: 'team.import', subject: 'team:many', detail: changes } }
  })
