import { afterAll, beforeAll, expect, it } from 'vitest'
import { loadPlaybook } from '#db/queries/load-playbook.ts'
import { loadRules } from '#db/queries/load-rules.ts'
import { loadSettings } from '#db/queries/load-settings.ts'
import { saveSettings } from '#db/writes/save-settings.ts'
import { seedSettings } from '#db/writes/seed-settings.ts'
import { shippedPlaybook } from '#server/domain/playbook/load.ts'
import { DEFAULT_RULES } from '#server/domain/rules.ts'
import { DEFAULT_SETTINGS } from '#server/domain/settings.ts'
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts'

let test: TestDatabase
beforeAll(async () => {
  test = await createTestDatabase()
})
afterAll(() => test.drop())

it('an empty database is seeded with the shipped versions, and only once', async () => {
  const { sql } = test.database
  expect(await loadSettings(sql)).toBeUndefined()
  await seedSettings(sql, shippedPlaybook())
  await seedSettings(sql, shippedPlaybook())
  expect(await loadPlaybook(sql)).toEqual(shippedPlaybook())
  expect(await loadRules(sql)).toEqual(DEFAULT_RULES)
  expect(await loadSettings(sql)).toEqual(DEFAULT_SETTINGS)
})

it('a change makes a new version and the old one stays readable', async () => {
  const { sql } = test.database
  const saved = await saveSettings(sql, {
    zone: 'Asia/Urumqi',
    scenarioMap: [
      { kind: 'queue', key: 'q-complaints', scenario: 'complaint' },
      { kind: 'ivr', key: '1-2', scenario: 'inquiry' },
    ],
  })
  expect(saved.version).toBe(2)
  const newest = await loadSettings(sql)
  expect(newest).toMatchObject({ version: 2, zone: 'Asia/Urumqi' })
  expect(newest?.scenarioMap).toHaveLength(2)
  expect(await loadSettings(sql, 1)).toEqual(DEFAULT_SETTINGS)
  expect(await loadSettings(sql, 99)).toBeUndefined()
})

it('two changes at once become two versions', async () => {
  const { sql } = test.database
  const change = { zone: 'Asia/Shanghai', scenarioMap: [] }
  const versions = (await Promise.all([1, 2, 3].map(() => saveSettings(sql, change)))).map(({ version }) => version)
  expect(versions.sort()).toEqual([3, 4, 5])
})
