import type { PlannedLine } from './plan-placements.ts'

/** A line of a teams file: a site, a team of it and, if it answers one, a queue of a feed. */
export type TeamRow = { line: number; site: string; team: string; feed: string; queue: string }

type Known = {
  sites: readonly { id: string; name: string }[]
  teams: readonly {
    id: string
    name: string
    siteId: string | null
    queues: readonly { feedId: string; queueId: string }[]
  }[]
  feeds: readonly string[]
}

/** Names, not ids: what is new has none yet. */
export type TeamChanges = {
  sites: string[]
  teams: { name: string; site: string | null }[]
  moved: { name: string; site: string | null }[]
  queues: { team: string; feedId: string; queueId: string }[]
}

/** What a teams file would change. It adds and moves; nothing is closed or given up because a file leaves it out. */
export const planTeams = (rows: readonly TeamRow[], known: Known): { lines: PlannedLine[]; changes: TeamChanges } => {
  const siteNames = new Map(known.sites.map((site) => [site.id, site.name]))
  const teams = new Map(known.teams.map((team) => [team.name, team]))
  const siteOf = new Map(
    known.teams.map((team) => [team.name, team.siteId === null ? null : (siteNames.get(team.siteId) ?? null)]),
  )
  const sites = new Set(siteNames.values())
  const held = new Set(
    known.teams.flatMap((team) => team.queues.map((queue) => `${team.name}\n${queue.feedId}\n${queue.queueId}`)),
  )
  const saidBy = new Map<string, number>()
  const changes: TeamChanges = { sites: [], teams: [], moved: [], queues: [] }

  const read = (row: TeamRow): Omit<PlannedLine, 'line' | 'what'> => {
    const refused = (key: string, params?: Record<string, string | number>) =>
      ({ kind: 'refused', reason: { key, params } }) as const
    if (row.team === '') return refused('importNoTeam')
    if (row.team.length > 60 || row.site.length > 60) return refused('importLongName')
    if ((row.feed === '') !== (row.queue === '')) return refused('importHalfQueue')
    if (row.feed !== '' && !known.feeds.includes(row.feed)) return refused('importUnknownFeed', { feed: row.feed })
    const site = row.site === '' ? null : row.site
    const isNew = !siteOf.has(row.team)
    const before = siteOf.get(row.team) ?? null
    const said = saidBy.get(row.team)
    if (said !== undefined && before !== site) return refused('importTwoSites', { line: said })
    saidBy.set(row.team, row.line)

    if (site !== null && !sites.has(site)) {
      sites.add(site)
      changes.sites.push(site)
    }
    const isMoved = !isNew && before !== site
    if (isNew) changes.teams.push({ name: row.team, site })
    if (isMoved) changes.moved.push({ name: row.team, site })
    siteOf.set(row.team, site)
    const queue = `${row.team}\n${row.feed}\n${row.queue}`
    const isNewQueue = row.queue !== '' && !held.has(queue)
    if (isNewQueue) {
      held.add(queue)
      changes.queues.push({ team: row.team, feedId: row.feed, queueId: row.queue })
    }
    const kind = isNew ? 'added' : isMoved || isNewQueue ? 'changed' : 'unchanged'
    return {
      kind,
      before: isMoved ? (before ?? '') : undefined,
      after: [site, isNewQueue ? row.queue : undefined].filter(Boolean).join(' · ') || undefined,
    }
  }

  const lines = rows.map((row) => ({ line: row.line, what: row.team, ...read(row) }))
  return { lines, changes: { ...changes, teams: changes.teams.filter(({ name }) => !teams.has(name)) } }
}
