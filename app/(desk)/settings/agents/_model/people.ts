import { type Membership, membershipAt } from '#server/domain/people/membership.ts'
import { PEOPLE } from '#server/domain/people/person.ts'

export type Person = {
  /** Of the feed and the id. */
  key: string
  feedId: string
  agentId: string
  agentNo: string
  name: string | null
  firstSeenAt: number
  /** The seat whose device this is. */
  seat: string | null
  queues: string[]
  /** Oldest first. */
  spans: Membership[]
  /** What lasts now; undefined without a team. */
  current?: Membership
}
export type Team = { id: string; name: string; site: string | null; isOpen: boolean }

/** In place of a team's id: agents who have none. */
export const UNPLACED = 'none'

/** In place of a feed: people known by their 工号. */
export const NO_FEED = '-'

export type PeopleFilter = { q: string; feed: string; queue: string; team: string }

type Listed = Omit<Person, 'key' | 'spans' | 'current'> & { spans: [teamId: string, from: number, to: number | null][] }

export const toPeople = (agents: readonly Listed[], now: number): Person[] =>
  agents.map((agent) => {
    const spans = agent.spans.map(([teamId, from, to]) => ({ teamId, from, to }))
    return { ...agent, key: `${agent.feedId}\n${agent.agentId}`, spans, current: membershipAt(spans, now) }
  })

const fits = ({ q, feed, queue }: PeopleFilter, person: Person): boolean =>
  (feed === '' || person.feedId === (feed === NO_FEED ? PEOPLE : feed)) &&
  (queue === '' || person.queues.includes(queue)) &&
  (q === '' || person.agentNo.toLowerCase().includes(q) || (person.name ?? '').toLowerCase().includes(q))

/** Who is shown, and how many of those who fit all else each team has; devices of seats count where nobody has placed them. */
export const selectPeople = (people: readonly Person[], filter: PeopleFilter) => {
  const wanted = { ...filter, q: filter.q.trim().toLowerCase() }
  const counts = new Map<string, number>()
  const fitting = people.filter((person) => fits(wanted, person))
  for (const { current, seat } of fitting) {
    if (current && seat !== null) continue
    const team = current?.teamId ?? UNPLACED
    counts.set(team, (counts.get(team) ?? 0) + 1)
  }
  const shown =
    filter.team === '' ? fitting : fitting.filter(({ current }) => (current?.teamId ?? UNPLACED) === filter.team)
  return { shown, counts, fitting: fitting.length }
}

/** Everybody between two rows, either way round. */
export const keysBetween = (people: readonly Person[], a: number, b: number): string[] =>
  people.slice(Math.min(a, b), Math.max(a, b) + 1).map(({ key }) => key)

/** As the server takes them: ids by feed. */
export const byFeed = (people: readonly Person[]): { feed: string; agentIds: string[] }[] => {
  const feeds = new Map<string, string[]>()
  for (const { feedId, agentId } of people) feeds.set(feedId, [...(feeds.get(feedId) ?? []), agentId])
  return [...feeds].map(([feed, agentIds]) => ({ feed, agentIds }))
}
