import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { findFeedToken } from '#db/queries/find-feed-token.ts'
import { loadLawBook } from '#db/queries/load-law-book.ts'
import { loadSettings } from '#db/queries/load-settings.ts'
import { createPostgresLog } from '#db/writes/postgres-log.ts'
import { seedSettings } from '#db/writes/seed-settings.ts'
import { type Access, openAccess } from '#server/access/auth.ts'
import { readCanonical } from '#server/adapters/canonical-lines.ts'
import { readBook } from '#server/adapters/fold-book.ts'
import { runAdmin } from '#server/admin/run-admin.ts'
import { systemClock } from '#server/clock.ts'
import { shippedPlaybook } from '#server/domain/playbook/load.ts'
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts'

let db: TestDatabase
let access: Access
let printed: string[]
let dir: string

const run = async (...argv: string[]): Promise<string> => {
  printed = []
  await runAdmin(argv, {
    clock: systemClock,
    access,
    database: db.database,
    ownerUrl: db.ownerUrl,
    isServed: false,
    secretMark: 'mark',
    actor: { kind: 'shell', id: 'tester' },
    print: (line) => void printed.push(line),
  })
  return printed.join('\n')
}

const audited = async (action: string) =>
  (
    await db.owner.sql<
      { subject: string }[]
    >`select subject from audit where action = ${action} and actor_id = 'tester'`
  ).length

const printedValue = (name: string, text: string) => new RegExp(`^${name} +(.+)$`, 'm').exec(text)?.[1] ?? ''

beforeAll(async () => {
  db = await createTestDatabase()
  dir = mkdtempSync(join(tmpdir(), 'linewarden-admin-'))
  const publicUrl = 'http://127.0.0.1:3998'
  access = openAccess({ database: db.database, clock: systemClock, secret: 's'.repeat(48), publicUrl, origins: [] })
})
afterAll(async () => {
  rmSync(dir, { recursive: true, force: true })
  await db.drop()
})
beforeEach(() => {
  printed = []
})

describe('administration from a shell', () => {
  it('adds teams and users and lists them', async () => {
    await run('team', 'add', '投诉一组', '--id', 'c1')
    const said = await run(
      'user',
      'add',
      'Lead',
      '--role',
      'supervisor',
      '--team',
      '投诉一组',
      '--display',
      'Shift lead',
    )
    expect(printedValue('password', said)).toMatch(/^([a-z2-9]{4}-){3}[a-z2-9]{4}$/)
    expect(await run('user', 'list')).toMatch(/lead +Shift lead +supervisor +投诉一组/)
    expect(await run('team', 'list')).toMatch(/c1 +投诉一组 +0/)
    expect(await audited('user.add')).toBe(1)
    expect(await audited('team.add')).toBe(1)
  })

  it('[ORG-3] adds sites, renames teams and closes them, with the rules of the pages', async () => {
    const site = printedValue('site', await run('site', 'add', 'West centre'))
    expect(site).toContain('West centre')
    await expect(run('site', 'add', 'West centre')).rejects.toMatchObject({ code: 'conflict' })
    await run('team', 'add', 'Evening', '--id', 'ev', '--site', 'West centre')
    await run('team', 'rename', 'Evening', 'Night')
    expect(await run('team', 'list')).toMatch(/ev +Night +0 +West centre/)
    await run('team', 'assign', 'Night', '--feed', 'pbx', '--agent', '7001')
    expect(await run('team', 'close', 'Night')).toBe('Night is closed; 1 agents are without a team.')
    await expect(run('team', 'assign', 'Night', '--feed', 'pbx', '--agent', '7001')).rejects.toMatchObject({
      code: 'not_found',
    })
    expect(await run('team', 'list')).not.toContain('Night')
    expect(await run('site', 'list')).toContain('West centre')
    expect(await audited('team.close')).toBe(1)
  })

  it('places agents no feed has named yet, once', async () => {
    await run('team', 'add', 'Placed', '--id', 'p1')
    const assign = () =>
      run('team', 'assign', 'p1', '--feed', 'pbx', '--agent', '1001', '--agent', '1002', '--queue', 'q')
    expect(await assign()).toBe('2 of 2 agents moved, 1 queues assigned.')
    expect(await assign()).toBe('0 of 2 agents moved, 1 queues assigned.')
  })

  it('makes a token that opens the feed until it is revoked', async () => {
    const said = await run('feed', 'add', 'North PBX')
    const token = printedValue('token', said)
    expect(printedValue('feed', said)).toBe('north-pbx')
    expect(await findFeedToken(db.database.sql, token)).toMatchObject({ feedId: 'north-pbx', origin: 'owner' })
    const asr = await run('feed', 'add', 'speech', '--origin', 'asr', '--feed', 'north-pbx')
    expect(await run('feed', 'list')).toMatch(/north-pbx .*asr +speech +never/)
    await run('feed', 'revoke', 'north-pbx')
    expect(await findFeedToken(db.database.sql, token)).toBeUndefined()
    expect(await findFeedToken(db.database.sql, printedValue('token', asr))).toMatchObject({ origin: 'asr' })
    const kept = await db.owner.sql`select feed_token::text as row from feed_token`
    expect(JSON.stringify(kept)).not.toContain(token)
  })

  it('exports a log that reads back entry by entry', async () => {
    await run('feed', 'add', 'out')
    const log = createPostgresLog(db.database.sql)
    const { term } = await log.claim('out', 'test')
    const event = (n: number) => ({
      eventId: `e${n}`,
      type: 'call.offered' as const,
      occurredAt: '2026-01-05T01:00:00.000Z',
      callId: `c${n}`,
      data: {},
    })
    const entry = (n: number) =>
      ({ source: 'feed', origin: 'owner', epoch: 'boot', receivedAt: systemClock.now(), event: event(n) }) as const
    await log.append('out', term, [entry(1), entry(2), entry(3)])
    const file = join(dir, 'log.jsonl')
    expect(await run('log', 'export', 'out', '--out', file)).toBe(`3 entries written to ${file}`)
    expect(readFileSync(file, 'utf8').trim().split('\n')).toHaveLength(3)
    const read = []
    for await (const one of readCanonical(file, process.stdin)) read.push(one)
    const stored = await log.read('out', 0, 10)
    const place = ({ feedId, epoch, source, origin, position, event }: (typeof stored)[number]) => ({
      feedId,
      epoch,
      source,
      origin,
      position,
      event,
    })
    expect(read.map(place)).toEqual(stored.map(place))
  })

  it('exports the versions calls are judged by, as the offline fold takes them', async () => {
    await seedSettings(db.database.sql, shippedPlaybook())
    await run('feed', 'add', 'judged')
    await run('log', 'export', 'judged', '--out', join(dir, 'judged.jsonl'), '--versions', join(dir, 'versions'))
    const file = (kind: string) => join(dir, 'versions', `${kind}.json`)
    const book = readBook({ playbook: file('playbook'), rules: file('rules'), settings: file('settings') })
    expect(book).toEqual(await loadLawBook(db.database.sql))
  })

  it('maps scenarios in a new version each time', async () => {
    await run('scenario', 'map', 'set', 'queue', '投诉专席', 'complaint')
    const first = await loadSettings(db.database.sql)
    expect(first?.scenarioMap).toEqual([{ kind: 'queue', key: '投诉专席', scenario: 'complaint' }])
    await run('scenario', 'map', 'set', 'queue', '投诉专席', 'after_sales')
    expect(await run('scenario', 'map', 'list')).toMatch(/queue +投诉专席 +after_sales/)
    await run('scenario', 'map', 'unset', 'queue', '投诉专席')
    const last = await loadSettings(db.database.sql)
    expect(last).toMatchObject({ version: (first?.version ?? 0) + 2, scenarioMap: [] })
  })

  it("sets the site's zone and says it", async () => {
    expect(await run('site', 'zone')).toMatch(/Asia\/Shanghai/)
    await run('site', 'zone', 'Asia/Urumqi')
    expect(await run('site', 'zone')).toMatch(/Asia\/Urumqi/)
  })

  it.each([
    [['site', 'zone', 'Mars/Base'], /There is no time zone Mars/],
    [['boss'], /There is no command "boss"/],
    [['user'], /There is no "user ".*user add NAME/s],
    [['user', 'add'], /NAME is missing/],
    [['user', 'add', 'a', 'b', '--role', 'admin'], /"b" is one argument too many/],
    [['user', 'add', 'ab'], /--role is missing/],
    [['team', 'assign', 'c1', '--feed', 'x'], /--agent ID or --queue ID/],
    [['feed', 'add', 'x', '--origin', 'radio'], /--origin is one of/],
    [['scenario', 'map', 'set', 'queue', 'x', 'weather'], /scenario: /],
    [['scenario', 'map', 'drop'], /There is no "scenario map drop"/],
  ])('tells %j what is wrong and how it goes', async (argv, message) => {
    await expect(run(...argv)).rejects.toThrow(message)
  })

  it.each([
    [['user', 'password', 'stranger'], 'not_found'],
    [['user', 'add', 'zz', '--role', 'supervisor', '--team', 'nowhere'], 'not_found'],
    [['feed', 'add', 'x', '--origin', 'asr', '--feed', 'nowhere'], 'not_found'],
    [['feed', 'revoke', 'nowhere'], 'not_found'],
    [['log', 'export', 'nowhere'], 'not_found'],
    [['scenario', 'map', 'unset', 'ivr', '9'], 'not_found'],
    [['team', 'add', '投诉一组'], 'conflict'],
  ])('refuses %j', async (argv, code) => {
    await expect(run(...argv)).rejects.toMatchObject({ code })
  })
})
