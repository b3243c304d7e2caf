import type { Sql } from '../client.ts'

/** `at`: when it was started, epoch ms. */
export type LastBackTest = { by: string; at: number }

/** Who last tested the draft there is now; its result may be gone, since no table holds one. */
export const findLastBackTest = async (sql: Sql): Promise<LastBackTest | null> => {
  const [row] = await sql<(LastBackTest & { action: string })[]>`
    select a.action, (extract(epoch from a.at) * 1000)::float8 as at,
      coalesce((select u.name from app_user u where a.actor_kind = 'user' and u.id = a.actor_id), a.actor_id) as by
    from audit a where a.subject = 'playbook:draft' order by a.id desc limit 1`
  return row?.action === 'playbook.back_test' ? { by: row.by, at: row.at } : null
}
