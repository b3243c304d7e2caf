import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts'
import { waitFor } from '#tests/support/wait-for.ts'

let db: TestDatabase

beforeAll(async () => {
  db = await createTestDatabase()
})
afterAll(async () => db.drop())

const endSession = async (pid: number) => {
  await db.owner.sql`select pg_terminate_backend(${pid})`
  await waitFor(async () => (await db.owner.sql`select 1 from pg_stat_activity where pid = ${pid}`).length === 0)
}

test('A transaction whose session ended between two statements is refused, and the next one goes through', async () => {
  const { sql } = db.database
  const rounds = Array.from({ length: 20 }, (_, round) => round)
  for (const round of rounds) {
    const lost = sql.begin(async (tx) => {
      const [row] = await tx<{ pid: number }[]>`select pg_backend_pid() as pid`
      await endSession(row?.pid ?? 0)
      await tx`select ${round}::int`
    })
    await expect(lost).rejects.toThrow()
    await expect(sql.begin((tx) => tx`select ${round}::int as round`)).resolves.toEqual([{ round }])
  }
})

test('What goes on of a transaction after its session ended never runs in the session that took its place', async () => {
  const { sql } = db.database
  const lost = sql.begin(async (tx) => {
    const [row] = await tx<{ pid: number }[]>`select pg_backend_pid() as pid`
    await endSession(row?.pid ?? 0)
    // All the pool is used again, the place of the session that ended too.
    await Promise.all(Array.from({ length: 40 }, () => sql`select pg_sleep(0.01)`))
    await tx`select 'said too late'`
  })
  await expect(lost).rejects.toThrow()
  const late = await db.owner
    .sql`select query from pg_stat_activity where query like '%said too late%' and pid <> pg_backend_pid()`
  expect(late).toEqual([])
  await expect(sql`select 1 as one`).resolves.toEqual([{ one: 1 }])
})
