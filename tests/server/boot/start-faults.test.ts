import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { type Database, openDatabase } from '#db/client.ts'
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts'

let dir: string
let above: Database
let db: TestDatabase

const urlOf = (database: string) =>
  Object.assign(new URL(inject('template').ownerUrl), { pathname: `/${database}` }).href

/** Starts the production entry and waits for its end. */
const start = (environment: Record<string, string>): Promise<{ code: number | null; said: string[] }> =>
  new Promise((resolve) => {
    const child = spawn(process.execPath, ['--import', 'tsx', 'server/index.ts'], {
      env: { PATH: process.env.PATH, NODE_ENV: 'production', DATA_DIR: dir, LOG_LEVEL: 'silent', ...environment },
    })
    let text = ''
    child.stdout.on('data', (data) => {
      text += data
    })
    child.stderr.on('data', (data) => {
      text += data
    })
    child.on('close', (code) => resolve({ code, said: text.trim().split('\n') }))
  })

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'linewarden-start-'))
  db = await createTestDatabase()
  above = openDatabase(urlOf('postgres'), { role: null, max: 1 })
  await above.sql`create database empty_one`
  await above.sql`create database not_utf8 encoding 'SQL_ASCII' lc_collate 'C' lc_ctype 'C' template template0`
})
afterAll(async () => {
  await above.sql`drop database empty_one with (force)`
  await above.sql`drop database not_utf8 with (force)`
  await above.close()
  await db.drop()
  rmSync(dir, { recursive: true, force: true })
})

describe('a start that cannot go on ends with one line that says what to do', () => {
  it('names each setting that is wrong', async () => {
    const { code, said } = await start({ PORT: 'many', LOG_LEVEL: 'loud' })
    expect(code).toBe(1)
    expect(said).toEqual([expect.stringMatching(/^PORT: /), expect.stringMatching(/^LOG_LEVEL: /)])
  })

  it('says how to be open to a network, before it opens anything', async () => {
    const { code, said } = await start({ HOST: '0.0.0.0', DATABASE_URL: 'postgres://nobody@127.0.0.1:1/nothing' })
    expect(code).toBe(1)
    expect(said).toEqual([expect.stringMatching(/^HOST=0\.0\.0\.0 .*TLS_CERT.*TRUSTED_PROXIES/)])
  })

  it('says that the database cannot be reached', async () => {
    const { code, said } = await start({ DATABASE_URL: 'postgres://nobody@127.0.0.1:1/nothing' })
    expect(code).toBe(1)
    expect(said).toEqual([expect.stringMatching(/cannot be reached .*DATABASE_URL/)])
  })

  it('says that the database is behind and how to bring it on', async () => {
    const { code, said } = await start({ DATABASE_URL: urlOf('empty_one') })
    expect(code).toBe(1)
    expect(said).toEqual([expect.stringMatching(/npm run admin -- migrate/)])
  })

  it('refuses a database that is not UTF-8', async () => {
    const { code, said } = await start({ DATABASE_URL: urlOf('not_utf8') })
    expect(code).toBe(1)
    expect(said).toEqual([expect.stringMatching(/SQL_ASCII.*UTF8/)])
  })
})
