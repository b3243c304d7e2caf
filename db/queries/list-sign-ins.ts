import type { Sql } from '../client.ts'

export type SignIn = {
  sessionId: string
  userAgent: string | null
  address: string | null
  /** Epoch ms. */
  since: number
  seenAt: number
}

/** A user's sessions that hold at `now` (epoch ms), the one seen last first. */
export const listSignIns = async (sql: Sql, userId: string, now: number): Promise<SignIn[]> => sql<SignIn[]>`
  select id as "sessionId", user_agent as "userAgent", ip_address as address,
         (extract(epoch from created_at) * 1000)::float8 as since, (extract(epoch from seen_at) * 1000)::float8 as "seenAt"
  from app_session
  where user_id = ${userId} and expires_at > to_timestamp(${now}::float8 / 1000)
  order by seen_at desc, id`
