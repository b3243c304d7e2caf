import { dayAfter, type Retention } from '#server/domain/retention.ts'
import type { Sql } from '../client.ts'

/** What went, by kind: names of dropped parts, or how many rows. Kinds of which nothing went are left out. */
export type Dropped = Record<string, string[] | number>

/** What tells of alerts and of what people did about verdicts. */
const ALERTS = ['call_alert', 'verdict_dispute', 'call_back'] as const
const AGGREGATES = ['call', 'segment', 'segment_step', 'call_interval', 'agent_state'] as const

const dropPartitions = async (sql: Sql, parent: string, before: string): Promise<string[]> => {
  const [row] = await sql<
    { names: string[] }[]
  >`select drop_partitions_before(${parent}, ${before}::text::date) as names`
  return row?.names ?? []
}

const dropAll = async (sql: Sql, tables: readonly string[], before: string): Promise<string[]> => {
  const names: string[] = []
  for (const table of tables) names.push(...(await dropPartitions(sql, table, before)))
  return names
}

/** Events with their keys and what was refused of them. */
const dropEvents = async (sql: Sql, before: string): Promise<Dropped> => {
  const event = await dropPartitions(sql, 'feed_event', before)
  if (event.length > 0) await sql`select forget_event_keys()`
  const { count } = await sql`delete from dead_letter where received_at < ${before}::text::date`
  await sql`delete from dead_letter_hour where hour < ${before}::text::date`
  return { event, deadLetters: count }
}

/** Whole days by their date; single rows where a period was made shorter after they were written. */
const dropWords = async (sql: Sql, now: number, retention: Retention): Promise<Dropped> => {
  const transcript = await dropPartitions(sql, 'transcript_segment', dayAfter(now, 0))
  const { count } = await sql`
    delete from transcript_segment where at < case keep
      when 'transcript' then ${dayAfter(now, -retention.transcript)}::text::date
      else ${dayAfter(now, -retention.complaint_transcript)}::text::date end`
  return { transcript, shortenedWords: count }
}

/** Whole months of the chain; what is left says where it was cut. */
const dropAudit = async (sql: Sql, before: string): Promise<number> => {
  const [row] = await sql<{ gone: number }[]>`select drop_audit_before(${before}::text::date) as gone`
  return row?.gone ?? 0
}

/** Drops everything older than its period at `now` (epoch ms). Doing it twice drops nothing more. */
export const dropExpired = async (sql: Sql, now: number, retention: Retention): Promise<Dropped> => {
  const dropped: Dropped = {
    ...(await dropEvents(sql, dayAfter(now, -retention.event))),
    ...(await dropWords(sql, now, retention)),
    alert: await dropAll(sql, ALERTS, dayAfter(now, -retention.alert)),
    audit: await dropAudit(sql, dayAfter(now, -retention.audit)),
    aggregate: await dropAll(sql, AGGREGATES, dayAfter(now, -retention.aggregate)),
  }
  const isSomething = (went: string[] | number) => (typeof went === 'number' ? went > 0 : went.length > 0)
  return Object.fromEntries(Object.entries(dropped).filter(([, went]) => isSomething(went)))
}
