import type { ISql } from 'postgres'
import type { Identity } from '#server/domain/people/identity.ts'
import { PEOPLE } from '#server/domain/people/person.ts'
import { readIdentities } from '../queries/read-identities.ts'
import { ORGANISATION_CHANNEL } from './place-agents.ts'

export type FeedAgent = { feedId: string; agentId: string }

const keyOf = ({ feedId, agentId }: FeedAgent) => `${feedId}\n${agentId}`
const toText = (one: Identity) => JSON.stringify(one, Object.keys(one).sort())

/**
 * Puts what `change` makes of each agent's intervals in the place of what there was. Nobody else changes any meanwhile.
 * Agents and people nobody
 * knew yet are known from now on. Returns how many agents are different now; tells every server but the one named `by`. Give a transaction.
 */
export const changeIdentities = async (
  tx: ISql<{ bigint: number }>,
  agents: readonly FeedAgent[],
  change: (known: readonly Identity[], agent: FeedAgent) => readonly Identity[],
  by = '',
): Promise<number> => {
  await tx`lock table agent_identity in share row exclusive mode`
  const known = await readIdentities(tx, agents)
  const gone: (FeedAgent & { from: number })[] = []
  const fresh: (FeedAgent & Identity)[] = []
  const touched = new Set<string>()
  for (const agent of new Map(agents.map((one) => [keyOf(one), one])).values()) {
    const before = known.filter((one) => keyOf(one) === keyOf(agent)).map(({ feedId: _, agentId: __, ...one }) => one)
    const after = change(before, agent)
    const kept = new Set(after.map(toText))
    const had = new Set(before.map(toText))
    for (const one of before) if (!kept.has(toText(one))) gone.push({ ...agent, from: one.from })
    for (const one of after) if (!had.has(toText(one))) fresh.push({ ...agent, ...one })
    if (after.some((one) => !had.has(toText(one))) || before.some((one) => !kept.has(toText(one))))
      touched.add(keyOf(agent))
  }
  if (touched.size === 0) return 0
  await tx`delete from agent_identity i
    using json_to_recordset(${JSON.stringify(gone)}::text::json) as g("feedId" text, "agentId" text, "from" float8)
    where i.feed_id = g."feedId" and i.agent_id = g."agentId" and i.valid_from = to_timestamp(g."from" / 1000)`
  await tx`insert into agent_identity
      (feed_id, agent_id, agent_no, valid_from, valid_to, source, noted_from, noted_at, noted_by, reason)
    select "feedId", "agentId", "agentNo", to_timestamp("from" / 1000), to_timestamp("to" / 1000), source,
           to_timestamp("notedFrom" / 1000), to_timestamp("notedAt" / 1000), "notedBy", reason
    from json_to_recordset(${JSON.stringify(fresh)}::text::json) as f("feedId" text, "agentId" text, "agentNo" text,
      "from" float8, "to" float8, source text, "notedFrom" float8, "notedAt" float8, "notedBy" text, reason text)`
  await tx`insert into agent (feed_id, agent_id, agent_no, first_seen_at)
    select distinct on (1, 2) "feedId", "agentId", "agentId", now()
    from json_to_recordset(${JSON.stringify(fresh)}::text::json) as f("feedId" text, "agentId" text)
    on conflict do nothing`
  const people = [...new Set(fresh.map(({ agentNo }) => agentNo))]
  await tx`insert into agent (feed_id, agent_id, agent_no, first_seen_at)
    select ${PEOPLE}, no, no, now() from unnest(${people}::text[]) as no on conflict do nothing`
  await tx`select pg_notify(${ORGANISATION_CHANNEL}, ${by})`
  return touched.size
}

/** Keeps people's names; one once known is replaced, never forgotten. */
export const namePeople = async (
  tx: ISql<{ bigint: number }>,
  people: readonly { agentNo: string; name?: string }[],
): Promise<void> => {
  const named = new Map(people.flatMap(({ agentNo, name }) => (name ? [[agentNo, name] as const] : [])))
  if (named.size === 0) return
  await tx`insert into agent (feed_id, agent_id, agent_no, name, first_seen_at)
    select ${PEOPLE}, no, no, name, now()
    from unnest(${[...named.keys()]}::text[], ${[...named.values()]}::text[]) as p(no, name)
    on conflict (feed_id, agent_id) do update set name = excluded.name`
}
