import { isTalking } from '../call/apply-legs.ts'
import type { Segment } from '../call/call.ts'
import { compareKeys, keyOf, type OrderKey } from '../call/order.ts'
import type { Entry } from '../entry.ts'
import type { EventOf } from '../event.ts'
import type { SaidIdentity } from '../people/identity.ts'
import type { AgentState, BusySubstate, ReasonKind } from '../words.ts'

type Said = {
  key: OrderKey
  state: AgentState
  at: number
  reason?: string
  reasonKind?: ReasonKind
  until?: number
  derived: boolean
}

/** `by` says how a 工号 was known if not by a login; `of` whose name a name is, if the fact gave their 工号. */
type Fact = { key: OrderKey; value: string; by?: 'member'; of?: string }

/** What the feed said of an agent. The latest fact in the feed's own order wins, whatever came last. */
export type AgentRecord = {
  agentId: string
  said?: Said
  /** The latest state that was neither busy, reserved nor after-call work: what an agent falls back to. */
  base?: Said
  profile: Partial<Record<'name' | 'agentNo' | 'team', Fact>>
  queues?: { key: OrderKey; value: string[] }
  /** End of the agent's last handling that has left memory. */
  lastEnd?: number
}

/** An agent's state as the floor shows it. Times in epoch ms of the feed's clock. */
export type AgentNow = {
  state: AgentState
  sub: BusySubstate
  since?: number
  reason?: string
  reasonKind?: ReasonKind
  until?: number
  derived: boolean
}

export const emptyAgent = (agentId: string): AgentRecord => ({ agentId, profile: {} })

const isLater = (key: OrderKey, than: { key: OrderKey } | undefined) => !than || compareKeys(than.key, key) < 0

const PASSING: ReadonlySet<AgentState> = new Set(['busy', 'reserved', 'working_after_call'])

const say = (agent: AgentRecord, said: Said): void => {
  if (isLater(said.key, agent.said)) {
    // A repeated fact keeps the time the state began.
    const same =
      agent.said?.state === said.state && agent.said.reason === said.reason && said.until === agent.said.until
    agent.said = same && agent.said ? { ...said, at: agent.said.at } : said
  }
  if (!PASSING.has(said.state) && isLater(said.key, agent.base)) agent.base = said
}

const toSaid = (entry: Entry, state: AgentState, data: Partial<EventOf<'agent.state'>['data']>): Said => ({
  key: keyOf(entry, 'time', Number.NEGATIVE_INFINITY),
  state,
  at: entry.at,
  reason: data.reason,
  reasonKind: data.reasonKind,
  until: data.until ? Date.parse(data.until) : undefined,
  derived: entry.event.derived ?? false,
})

/** Folds one agent fact. Facts of other kinds leave the record as it is. */
export const applyAgent = (agent: AgentRecord, entry: Entry): void => {
  const { event } = entry
  if (event.type === 'agent.state') say(agent, toSaid(entry, event.data.state, event.data))
  else if (event.type === 'agent.logged_on') {
    say(agent, toSaid(entry, 'not_ready', {}))
    applyProfile(agent, entry, event.data)
  } else if (event.type === 'agent.logged_off') say(agent, toSaid(entry, 'logged_off', event.data))
  else if (event.type === 'feed.snapshot_item' && event.data.state)
    say(agent, toSaid(entry, event.data.state, event.data))
  else if (event.type === 'agent.profile') applyProfile(agent, entry, event.data)
}

const applyProfile = (agent: AgentRecord, entry: Entry, data: EventOf<'agent.profile'>['data']): void => {
  const key = keyOf(entry, 'time', Number.NEGATIVE_INFINITY)
  for (const field of ['name', 'agentNo', 'team'] as const) {
    const value = data[field]
    if (value === undefined || !isLater(key, agent.profile[field])) continue
    const fact: Fact = { key, value }
    if (field === 'agentNo' && data.by === 'member') fact.by = data.by
    if (field === 'name' && data.agentNo !== undefined) fact.of = data.agentNo
    agent.profile[field] = fact
  }
  if (data.queues && isLater(key, agent.queues)) agent.queues = { key, value: data.queues }
}

/** What a feed itself last said of an agent; `name` is the seat's, the person's is in `person`. */
export type SaidProfile = { person?: NamedPerson; name?: string; queues: readonly string[] }

/** Whom a feed named at one of its agents. */
export type NamedPerson = SaidIdentity & { agentId: string; name?: string }

export const readProfile = ({ agentId, profile, queues }: AgentRecord): SaidProfile => {
  const { agentNo, name } = profile
  return {
    person: agentNo && {
      agentId,
      agentNo: agentNo.value,
      name: name?.of === agentNo.value ? name.value : undefined,
      at: agentNo.key.t,
      source: agentNo.by ?? 'login',
    },
    name: name?.of === undefined || name.of === agentId ? name?.value : undefined,
    queues: queues?.value ?? [],
  }
}

/** The person an agent fact names by 工号, if it does; their name only when the same fact gives it. */
export const readPerson = ({ event, at }: Entry): NamedPerson | undefined => {
  if (event.type !== 'agent.profile' && event.type !== 'agent.logged_on') return undefined
  const { agentId, data } = event
  if (agentId === undefined || data.agentNo === undefined) return undefined
  const source = 'by' in data ? (data.by ?? 'login') : 'login'
  return { agentId, agentNo: data.agentNo, name: data.name, at, source }
}

/** The switch no longer lists the agent: nothing is known of them from then on. */
export const forgetAgent = (agent: AgentRecord, at: number): void => {
  if (agent.said && agent.said.key.t >= at) return
  const key: OrderKey = { t: at, rank: 2, seq: 0, epoch: '', id: 'snapshot' }
  agent.said = { key, state: 'logged_off', at, derived: true }
  agent.base = agent.said
}

const substate = (segment: Segment, isOutbound: boolean): { sub: BusySubstate; since: number } => {
  const hold = segment.holds.findLast((h) => h.to === undefined)
  const consult = segment.consults.findLast((c) => c.to === undefined)
  if (consult) return { sub: 'consulting', since: consult.from }
  if (hold) return { sub: 'hold', since: hold.from }
  const resumed = Math.max(
    segment.answeredAt ?? 0,
    ...segment.holds.map((h) => h.to ?? 0),
    ...segment.consults.map((c) => c.to ?? 0),
  )
  return { sub: isOutbound ? 'outbound' : 'talking', since: resumed }
}

/**
 * Joins what was said of an agent with the calls they are in: a live segment beats any said state, a said state that
 * ended by itself falls back, and nobody is ready since before their last call ended.
 */
export const deriveAgent = (
  agent: AgentRecord,
  segments: readonly { segment: Segment; isOutbound: boolean }[],
  now: number,
): AgentNow => {
  const talking = segments.findLast(({ segment }) => isTalking(segment))
  if (talking) return { state: 'busy', ...substate(talking.segment, talking.isOutbound), derived: false }
  const ringing = segments.findLast(({ segment }) => segment.answeredAt === undefined && segment.endedAt === undefined)
  if (ringing) return { state: 'reserved', sub: 'none', since: ringing.segment.offeredAt, derived: false }
  const ends = segments.map(({ segment }) => segment.endedAt ?? 0)
  return restingState(agent, Math.max(agent.lastEnd ?? 0, ...ends), now)
}

const restingState = (agent: AgentRecord, lastEnd: number, now: number): AgentNow => {
  const { said, base } = agent
  if (!said) return { state: 'unknown', sub: 'none', derived: true }
  const isSpent = said.state === 'working_after_call' && said.until !== undefined && said.until <= now
  // Busy or reserved said before the last call ended spoke of that call.
  const isStale = (said.state === 'busy' || said.state === 'reserved') && said.at <= lastEnd
  if (!isSpent && !isStale)
    return show(said, said.state === 'ready' ? Math.max(said.at, lastEnd) : said.at, said.derived)
  const since = isSpent ? (said.until ?? said.at) : lastEnd
  if (!base) return { state: 'ready', sub: 'none', since, derived: true }
  return show(base, base.state === 'ready' ? Math.max(base.at, since) : base.at, true)
}

const show = (said: Said, since: number, derived: boolean): AgentNow => ({
  state: said.state,
  sub: 'none',
  since,
  reason: said.reason,
  reasonKind: said.reasonKind,
  until: said.state === 'working_after_call' ? said.until : undefined,
  derived,
})
