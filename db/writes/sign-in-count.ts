import type { ISql } from 'postgres'

type Tx = ISql<{ bigint: number }>
/** `account`: a sign-in name, whether or not it is anybody's. `address`: where the request came from. */
export type SignInKey = { kind: 'account' | 'address'; key: string }
type Rule = { now: number; limit: number; windowMs: number }

/** `used` beyond the limit: refused, and counts the refusals. `endsAt` in epoch ms: when the count is forgotten. */
export type Reserved = { used: number; endsAt: number }

/**
 * Takes one of `limit` checks, in one statement, so that however many ask at once no more than `limit` are let through. The
 * count is forgotten `windowMs` after it began; the last check allowed starts that time anew, and so the lock.
 */
export const reserveCheck = async (tx: Tx, { kind, key }: SignInKey, rule: Rule): Promise<Reserved> => {
  const { limit, windowMs } = rule
  const now = tx`to_timestamp(${rule.now}::float8 / 1000)`
  const end = tx`to_timestamp(${rule.now + windowMs}::float8 / 1000)`
  const [row] = await tx<Reserved[]>`
    insert into sign_in_count as c (kind, key, used, ends_at) values (${kind}, ${key}, 1, ${end})
    on conflict (kind, key) do update set
      used = case when c.ends_at <= ${now} then 1 else c.used + 1 end,
      ends_at = case when c.ends_at <= ${now} or c.used + 1 = ${limit} then ${end} else c.ends_at end,
      is_told = c.is_told and c.ends_at > ${now}
    returning used, (extract(epoch from ends_at) * 1000)::float8 as "endsAt"`
  return { used: row?.used ?? limit + 1, endsAt: row?.endsAt ?? rule.now + windowMs }
}

/** Gives one check back; refusals meanwhile do not count against it. */
export const returnCheck = async (tx: Tx, { kind, key }: SignInKey, limit: number): Promise<void> => {
  await tx`update sign_in_count set used = greatest(0, least(used, ${limit}) - 1) where kind = ${kind} and key = ${key}`
}

/** When a lock nobody was told of yet ends (epoch ms); answers once a lock. */
export const tellLock = async (
  tx: Tx,
  { kind, key }: SignInKey,
  rule: Omit<Rule, 'windowMs'>,
): Promise<number | null> => {
  const [row] = await tx<{ endsAt: number }[]>`
    update sign_in_count set is_told = true
    where kind = ${kind} and key = ${key} and used >= ${rule.limit} and not is_told
      and ends_at > to_timestamp(${rule.now}::float8 / 1000)
    returning (extract(epoch from ends_at) * 1000)::float8 as "endsAt"`
  return row?.endsAt ?? null
}

/** Opens a lock, or forgets what was counted towards one. */
export const clearChecks = async (tx: Tx, { kind, key }: SignInKey): Promise<void> => {
  await tx`delete from sign_in_count where kind = ${kind} and key = ${key}`
}

/** Drops a few counts that are over; rows somebody works on are left for the next time. */
export const sweepChecks = async (tx: Tx, now: number): Promise<void> => {
  await tx`delete from sign_in_count where (kind, key) in (
    select kind, key from sign_in_count where ends_at < to_timestamp(${now}::float8 / 1000)
    limit 20 for update skip locked)`
}
