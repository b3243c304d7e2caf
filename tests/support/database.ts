import { randomBytes } from 'node:crypto'
import postgres from 'postgres'
import { inject } from 'vitest'
import { type Database, openDatabase } from '#db/client.ts'
import { ensurePartitions } from '#db/writes/ensure-partitions.ts'

export type TestDatabase = {
  ownerUrl: string
  appUrl: string
  /** As the server sees it: the lesser role. */
  database: Database
  /** As the owner: for looking and for breaking things. */
  owner: Database
  drop(): Promise<void>
}

const withDatabase = (url: string, name: string) => Object.assign(new URL(url), { pathname: `/${name}` }).href

/** A fresh, migrated database with partitions for today; `drop` it in `afterAll`. */
export const createTestDatabase = async (): Promise<TestDatabase> => {
  const template = inject('template')
  const name = `test_${randomBytes(6).toString('hex')}`
  const admin = postgres(withDatabase(template.ownerUrl, 'postgres'), { max: 1, onnotice: () => {} })
  await admin`create database ${admin(name)} template ${admin(new URL(template.ownerUrl).pathname.slice(1))}`
  const ownerUrl = withDatabase(template.ownerUrl, name)
  const appUrl = withDatabase(template.appUrl, name)
  const database = openDatabase(appUrl)
  const owner = openDatabase(ownerUrl, { role: null, max: 2 })
  await ensurePartitions(database.sql, Date.now())
  return {
    ownerUrl,
    appUrl,
    database,
    owner,
    async drop() {
      await Promise.all([database.close(), owner.close()])
      await admin`drop database ${admin(name)} with (force)`
      await admin.end()
    },
  }
}
