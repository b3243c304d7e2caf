import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { seedDemo } from '#server/demo/seed-demo.ts'
import { AUDIT_ACTIONS } from '#server/domain/audit-actions.ts'
import { ROLES } from '#server/domain/viewer.ts'
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts'
import { openSignInBench, type SignInBench } from '#tests/support/sign-in-bench.ts'

let db: TestDatabase
let bench: SignInBench
let folder: string

beforeAll(async () => {
  db = await createTestDatabase()
  bench = openSignInBench(db, { windowMs: 60_000, perAccount: 5, perAddress: 1000 })
  folder = mkdtempSync(join(tmpdir(), 'demo-'))
})
afterAll(async () => {
  rmSync(folder, { recursive: true })
  await db.drop()
})

const staff = () =>
  ['咨询一组', '投诉一组', '售后一组', '业务一组'].flatMap((team, t) =>
    Array.from({ length: 4 }, (_, i) => ({ agentId: `${10 + t}0${i}`, team })),
  )

const countOf = async (table: 'site' | 'team' | 'duty' | 'seat') => {
  const [row] = await db.owner.sql<{ count: number }[]>`select count(*)::int as count from ${db.owner.sql(table)}`
  return row?.count
}

describe('the demonstration', () => {
  it('tells one account of every role, all of which may sign in, and the same ones at the next start', async () => {
    const made = await seedDemo(bench.access, folder, staff)
    expect(made.accounts.map(({ role }) => role)).toEqual([...ROLES])
    for (const { username, password } of made.accounts)
      expect(await bench.signIn(username, password)).toMatchObject({ status: 200 })
    expect(await seedDemo(bench.access, folder, staff)).toEqual(made)
  })

  it('tells every account again after a start that was cut short, and makes nothing twice', async () => {
    const before = await Promise.all((['site', 'team', 'duty', 'seat'] as const).map(countOf))
    rmSync(join(folder, 'demo.json'))
    const again = await seedDemo(bench.access, folder, staff)
    expect(again.accounts.map(({ role }) => role)).toEqual([...ROLES])
    for (const { username, password } of again.accounts)
      expect(await bench.signIn(username, password)).toMatchObject({ status: 200 })
    expect(await Promise.all((['site', 'team', 'duty', 'seat'] as const).map(countOf))).toEqual(before)
  })

  it('leaves alone an account of such a name that somebody else made', async () => {
    const other = await createTestDatabase()
    const theirs = openSignInBench(other, { windowMs: 60_000, perAccount: 5, perAddress: 1000 })
    const { password } = await theirs.add('admin', 'admin')
    const apart = mkdtempSync(join(tmpdir(), 'demo-'))
    const { accounts } = await seedDemo(theirs.access, apart, staff)
    expect(accounts.map(({ role }) => role)).toEqual(ROLES.filter((role) => role !== 'admin'))
    expect(await theirs.signIn('admin', password)).toMatchObject({ status: 200 })
    rmSync(apart, { recursive: true })
    await other.drop()
  })

  it('notes what it did under actions the audit knows', async () => {
    const rows = await db.owner.sql<{ action: string }[]>`select distinct action from audit`
    expect(rows.map(({ action }) => action).filter((one) => !AUDIT_ACTIONS.some((known) => known === one))).toEqual([])
  })
})
