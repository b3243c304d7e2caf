import { dayOf, startOfDay } from '../zoned-day.ts'
import { type Membership, membershipAt } from './membership.ts'

/** A line of a placements file, as it was written. */
export type PlacementRow = { line: number; agentNo: string; feed: string; team: string; from: string }
export type PlacedAgent = {
  feedId: string
  agentId: string
  agentNo: string
  name?: string
  spans: readonly Membership[]
}

export const PLAN_KINDS = ['added', 'changed', 'unchanged', 'refused'] as const
export type PlanKind = (typeof PLAN_KINDS)[number]
/** What a line would do. `reason` is a key under `reasons`; `before` and `after` are names. */
export type PlannedLine = {
  line: number
  kind: PlanKind
  what: string
  before?: string
  after?: string
  reason?: { key: string; params?: Record<string, string | number> }
}
export type Move = { feedId: string; agentId: string; teamId: string | null; from: number }

type Known = {
  agents: readonly PlacedAgent[]
  /** Open teams. */
  teams: readonly { id: string; name: string }[]
  zone: string
  /** Epoch ms: when a line without a date takes effect. */
  now: number
}

const index = <T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> => {
  const found = new Map<string, T[]>()
  for (const item of items) found.set(keyOf(item), [...(found.get(keyOf(item)) ?? []), item])
  return found
}

/** What a placements file would change. A 工号 that is in several feeds is one person and moves in all of them. */
export const planPlacements = (rows: readonly PlacementRow[], known: Known) => {
  const agentsOf = index(known.agents, ({ agentNo }) => agentNo)
  const teamOf = new Map(known.teams.map((team) => [team.name, team.id]))
  const nameOf = new Map(known.teams.map((team) => [team.id, team.name]))
  const seen = new Map<string, number>()
  const lines: PlannedLine[] = []
  const moves: Move[] = []

  const refuse = (row: PlacementRow, key: string, params?: Record<string, string | number>) =>
    lines.push({ line: row.line, kind: 'refused', what: row.agentNo, reason: { key, params } })

  const place = (agent: PlacedAgent, teamId: string | null, from: number): PlanKind => {
    // Files give days: what began on that day is what such a line says.
    if (agent.spans.some((span) => span.teamId === teamId && dayOf(span.from, known.zone) === dayOf(from, known.zone)))
      return 'unchanged'
    const current = membershipAt(agent.spans, from)
    const isLast = !agent.spans.some((span) => span.from > from) && (current === undefined || current.to === null)
    if (isLast && (current?.teamId ?? null) === teamId) return 'unchanged'
    moves.push({ feedId: agent.feedId, agentId: agent.agentId, teamId, from })
    return current === undefined ? 'added' : 'changed'
  }

  for (const row of rows) {
    const agents = (agentsOf.get(row.agentNo) ?? []).filter(({ feedId }) => row.feed === '' || row.feed === feedId)
    const teamId = row.team === '' ? null : teamOf.get(row.team)
    const from = row.from === '' ? known.now : startOfDay(row.from, known.zone)
    const doubled = agents.find(({ feedId, agentId }) => seen.has(`${feedId}\n${agentId}`))
    if (row.agentNo === '') refuse(row, 'importNoAgent')
    else if (agents.length === 0) refuse(row, 'importUnknownAgent', { agentNo: row.agentNo })
    else if (teamId === undefined) refuse(row, 'importUnknownTeam', { team: row.team })
    else if (from === undefined) refuse(row, 'importBadDate', { text: row.from })
    else if (doubled) refuse(row, 'importDoubled', { line: seen.get(`${doubled.feedId}\n${doubled.agentId}`) ?? 0 })
    else {
      for (const { feedId, agentId } of agents) seen.set(`${feedId}\n${agentId}`, row.line)
      const kinds = agents.map((agent) => place(agent, teamId, from))
      const before = agents.map((agent) => membershipAt(agent.spans, from)?.teamId).find((id) => id !== undefined)
      lines.push({
        line: row.line,
        kind: kinds.find((kind) => kind !== 'unchanged') ?? 'unchanged',
        what: [row.agentNo, agents[0]?.name].filter(Boolean).join(' '),
        before: before === undefined ? undefined : (nameOf.get(before) ?? before),
        after: row.team === '' ? undefined : row.team,
      })
    }
  }
  return { lines, moves }
}
