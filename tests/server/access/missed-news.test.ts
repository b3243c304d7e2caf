import { afterEach, beforeEach, expect, it } from 'vitest'
import { type Database, openDatabase } from '#db/client.ts'
import { insertTeam } from '#db/writes/insert-team.ts'
import { saveSettings } from '#db/writes/save-settings.ts'
import { seedSettings } from '#db/writes/seed-settings.ts'
import { createDirectory } from '#server/access/directory.ts'
import { shippedPlaybook } from '#server/domain/playbook/load.ts'
import { DEFAULT_SETTINGS } from '#server/domain/settings.ts'
import { openLawBook } from '#server/law-book.ts'
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts'
import { createManualClock } from '#tests/support/manual-clock.ts'
import { startTcpProxy, type TcpProxy } from '#tests/support/tcp-proxy.ts'
import { waitFor } from '#tests/support/wait-for.ts'

let test: TestDatabase
let proxy: TcpProxy
/** The server's way to PostgreSQL, which can fail. */
let behind: Database

beforeEach(async () => {
  test = await createTestDatabase()
  await seedSettings(test.database.sql, shippedPlaybook())
  const url = new URL(test.appUrl)
  proxy = await startTcpProxy(Number(url.port))
  url.port = String(proxy.port)
  behind = openDatabase(url.href, { max: 4 })
})
afterEach(async () => {
  proxy.thaw()
  await behind.close()
  await proxy.close()
  await test.drop()
})

const ignore = () => {}

it('teams changed while the database was out of reach are known once it is back', async () => {
  const clock = createManualClock()
  const directory = await createDirectory({ sql: behind.sql, clock, onError: ignore })
  proxy.refuse()
  await insertTeam(test.database.sql, { id: 'north', name: '北区', createdAt: clock.now() })
  proxy.thaw()
  await waitFor(() => directory.teamName('north'))
  expect(directory.teamName('north')).toBe('北区')
  await directory.close()
})

it('settings saved while the database was out of reach are in force once it is back', async () => {
  const { book, close } = await openLawBook(behind.sql, ignore)
  proxy.refuse()
  const { version } = await saveSettings(test.database.sql, { ...DEFAULT_SETTINGS, zone: 'Asia/Urumqi' })
  proxy.thaw()
  await waitFor(() => book.settings.get(version))
  expect(book.current.settings).toBe(version)
  await close()
})
