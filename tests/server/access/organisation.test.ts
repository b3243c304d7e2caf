import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { listAgents } from '#db/queries/list-agents.ts'
import { listSites } from '#db/queries/list-sites.ts'
import { listTeams } from '#db/queries/list-teams.ts'
import { loadSettings } from '#db/queries/load-settings.ts'
import { addFeed } from '#db/writes/add-feed.ts'
import { addAgents } from '#db/writes/upsert-agents.ts'
import { createDirectory, type OrganisationDirectory } from '#server/access/directory.ts'
import { createOrganisationDesk } from '#server/access/organisation/create-desk.ts'
import { createImportStage } from '#server/commands/import-stage.ts'
import { PEOPLE } from '#server/domain/people/person.ts'
import { REQUESTS } from '#server/protocol/requests.ts'
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts'
import { createManualClock } from '#tests/support/manual-clock.ts'

const DAY = 86_400_000
let db: TestDatabase
let directory: OrganisationDirectory
let clock: ReturnType<typeof createManualClock>
let desk: ReturnType<typeof createOrganisationDesk>
let round = 0
let feed: string
let north: string
let south: string

const who = () => ({ at: clock.now(), actor: { kind: 'user' as const, id: 'm1' }, name: '王经理' })
const code = (work: Promise<unknown>) =>
  work.then(
    () => 'ok',
    (error: { code: string; reason?: { key: string } }) => `${error.code} ${error.reason?.key ?? ''}`.trim(),
  )
const teamsOf = (agentId: string, at = clock.now()) =>
  directory.find(feed, agentId, at)?.teamIds.map((id) => directory.teamName(id))
const spansOf = async (agentId: string) =>
  (await listAgents(db.database.sql, clock.now())).find((one) => one.feedId === feed && one.agentId === agentId)
    ?.spans ?? []
const lastAudit = async () =>
  (
    await db.owner.sql<{ action: string; subject: string; detail: Record<string, unknown> }[]>`
      select action, subject, detail from audit order by id desc limit 1`
  )[0]
const audits = async () => (await db.owner.sql<{ n: number }[]>`select count(*)::int as n from audit`)[0]?.n

beforeAll(async () => {
  db = await createTestDatabase()
  clock = createManualClock()
  directory = await createDirectory({
    sql: db.database.sql,
    clock,
    onError: (error) => {
      throw error
    },
  })
  desk = createOrganisationDesk({ sql: db.database.sql, clock, directory, imports: createImportStage(clock) })
})
afterAll(async () => {
  await directory.close()
  await db.drop()
})
beforeEach(async () => {
  clock.advance(10 * DAY)
  round++
  ;({ feedId: feed } = await addFeed(db.database.sql, { name: `pbx-${round}`, origin: 'owner' }))
  north = (await desk['team:save']({ name: `North ${round}`, siteId: null }, who())).teamId
  south = (await desk['team:save']({ name: `South ${round}`, siteId: null }, who())).teamId
  await addAgents(db.database.sql, { feedId: feed, agentIds: ['1001', '1002', '1003'], firstSeenAt: clock.now() })
})

const place = (agentIds: string[], teamId: string | null, from?: number) =>
  desk['agent:place']({ agents: [{ feed, agentIds }], teamId, from }, who())

describe('sites and teams', () => {
  it('are added, renamed, moved and closed, each under a name of its own', async () => {
    const { siteId } = await desk['site:save']({ name: ` Site ${round} ` }, who())
    expect(await code(desk['site:save']({ name: `Site ${round}` }, who()))).toBe('conflict siteTaken')
    await desk['site:save']({ siteId, name: `Centre ${round}` }, who())
    await desk['team:save']({ teamId: north, name: `Far north ${round}`, siteId }, who())
    expect(await lastAudit()).toMatchObject({ action: 'team.change', detail: { before: { name: `North ${round}` } } })
    expect(await code(desk['team:save']({ name: `Far north ${round}`, siteId: null }, who()))).toBe(
      'conflict teamTaken',
    )
    const team = (await listTeams(db.database.sql, clock.now())).find(({ id }) => id === north)
    expect(team).toMatchObject({ name: `Far north ${round}`, site: `Centre ${round}`, closedAt: null })
    expect(directory.teamName(north)).toBe(`Far north ${round}`)
    expect(await code(desk['site:close']({ siteId }, who()))).toBe('conflict siteHasTeams')
    await desk['team:close']({ teamId: north }, who())
    await desk['site:close']({ siteId }, who())
    expect((await listSites(db.database.sql)).map(({ id }) => id)).not.toContain(siteId)
    expect(await code(desk['team:save']({ teamId: north, name: 'Back', siteId: null }, who()))).toBe(
      'not_found teamGone',
    )
  })

  it('[ORG-6] a team counts people and agents, and no device of a seat', async () => {
    await place(['1001', '1002'], north)
    const countOf = async () => (await listTeams(db.database.sql, clock.now())).find(({ id }) => id === north)?.agents
    expect(await countOf()).toBe(2)
    await db.owner.sql`insert into seat (id, name, feed_id, agent_id, valid_from)
      values (${`seat-${round}`}, ${`A-${round}`}, ${feed}, '1001', to_timestamp(${clock.now()}::float8 / 1000))`
    expect(await countOf()).toBe(1)
    const seats = (await listAgents(db.database.sql, clock.now())).filter(({ feedId }) => feedId === feed)
    expect(seats.map(({ seat }) => seat)).toEqual([`A-${round}`, null, null])
  })

  it('[ORG-3] a closed team keeps what was, and its name is free again', async () => {
    await place(['1001'], north)
    await desk['team:set-queues']({ teamId: north, queues: [{ feed, queueId: 'billing' }] }, who())
    const then = clock.now()
    clock.advance(DAY)
    expect(await desk['team:close']({ teamId: north }, who())).toEqual({ agents: 1 })
    expect(teamsOf('1001')).toEqual([])
    expect(teamsOf('1001', then)).toEqual([`North ${round}`])
    expect(directory.queueTeams(feed, 'billing')).toEqual([])
    expect(directory.queueTeams(feed, 'billing', then)).toEqual([north])
    expect(await code(place(['1001'], north))).toBe('not_found teamGone')
    expect(await code(desk['team:save']({ name: `North ${round}`, siteId: null }, who()))).toBe('ok')
  })

  it('queues change hands at a time, and what was before stays as it was', async () => {
    const queue = { feed, queueId: 'billing' }
    await desk['team:set-queues']({ teamId: north, queues: [queue, { feed, queueId: 'sales' }] }, who())
    const before = clock.now()
    clock.advance(DAY)
    await desk['team:set-queues']({ teamId: north, queues: [{ feed, queueId: 'sales' }] }, who())
    await desk['team:set-queues']({ teamId: south, queues: [queue] }, who())
    expect(directory.queueTeams(feed, 'billing')).toEqual([south])
    expect(directory.queueTeams(feed, 'billing', before)).toEqual([north])
    expect(directory.queueTeams(feed, 'sales')).toEqual([north])
    expect(await lastAudit()).toMatchObject({
      detail: { assigned: [{ feedId: feed, queueId: 'billing' }], released: [] },
    })
  })
})

describe('[ORG-1] placing agents', () => {
  it('moves many at once, with one line in the audit that names everybody who moved', async () => {
    await place(['1001'], north)
    const before = await audits()
    expect(await place(['1001', '1002', '1003'], north)).toEqual({ moved: 2 })
    expect(teamsOf('1003')).toEqual([`North ${round}`])
    expect(await audits()).toBe((before ?? 0) + 1)
    expect(await lastAudit()).toMatchObject({
      action: 'agent.place',
      subject: `team:${north}`,
      detail: { moved: 2, agents: { [feed]: ['1002', '1003'] } },
    })
    expect(await place(['1001'], north)).toEqual({ moved: 0 })
    expect(await audits()).toBe((before ?? 0) + 1)
  })

  it('moves all or none', async () => {
    expect(await code(place(['1001', 'nobody'], north))).toBe('not_found agentGone')
    expect(await spansOf('1001')).toEqual([])
  })

  it('takes effect when it says, in the past and ahead, without anybody asking again', async () => {
    await place(['1001'], north, clock.now() - DAY)
    expect(teamsOf('1001', clock.now() - DAY)).toEqual([`North ${round}`])
    expect(teamsOf('1001', clock.now() - DAY - 1)).toEqual([])
    await place(['1001'], south, clock.now() + DAY)
    let told = 0
    const stop = directory.onChange(() => told++)
    expect(teamsOf('1001')).toEqual([`North ${round}`])
    clock.advance(DAY)
    stop()
    expect(told).toBeGreaterThan(0)
    expect(teamsOf('1001')).toEqual([`South ${round}`])
  })

  it('takes agents out of every team', async () => {
    await place(['1001', '1002'], north)
    clock.advance(DAY)
    expect(await place(['1001', '1003'], null)).toEqual({ moved: 1 })
    expect(teamsOf('1001')).toEqual([])
    expect(teamsOf('1001', clock.now() - 1)).toEqual([`North ${round}`])
    expect(await lastAudit()).toMatchObject({ subject: 'team:none' })
  })
})

describe('[ORG-2] a wrong membership', () => {
  it('is put right, and whoever looks back sees what is right', async () => {
    const start = clock.now()
    await place(['1001'], north)
    clock.advance(DAY)
    await place(['1001'], south)
    await desk['membership:correct'](
      { feed, agentId: '1001', old: start, next: { teamId: south, from: start - DAY, to: start + DAY } },
      who(),
    )
    expect(await spansOf('1001')).toEqual([
      [south, start - DAY, start + DAY],
      [south, start + DAY, null],
    ])
    expect(teamsOf('1001', start)).toEqual([`South ${round}`])
    expect(await lastAudit()).toMatchObject({
      action: 'membership.correct',
      subject: `agent:${feed}/1001`,
      detail: { before: { teamId: north }, after: { teamId: south } },
    })
    await desk['membership:correct']({ feed, agentId: '1001', old: start - DAY, next: null }, who())
    expect(await spansOf('1001')).toEqual([[south, start + DAY, null]])
  })

  it('never becomes two teams at once, nor a time that ends before it begins', async () => {
    const start = clock.now()
    await place(['1001'], north)
    clock.advance(DAY)
    await place(['1001'], south)
    const correct = (old: number | null, teamId: string, from: number, to: number | null) =>
      code(desk['membership:correct']({ feed, agentId: '1001', old, next: { teamId, from, to } }, who()))
    expect(await correct(start, north, start, start + DAY + 1)).toBe('conflict membershipOverlap')
    expect(await correct(null, north, start - DAY, start + 1)).toBe('conflict membershipOverlap')
    expect(await correct(start, north, start, start)).toBe('bad_request membershipEmpty')
    expect(await correct(start + 1, north, start - DAY, start)).toBe('conflict membershipGone')
    expect(await correct(null, 'nobody', start - DAY, start)).toBe('not_found teamGone')
    expect(await correct(null, north, start - DAY, start)).toBe('ok')
    expect((await spansOf('1001')).map(([team]) => team)).toEqual([north, north, south])
  })

  it('of two people correcting the same one at once, one is told', async () => {
    const start = clock.now()
    await place(['1001'], north)
    const correct = (from: number) =>
      code(
        desk['membership:correct'](
          { feed, agentId: '1001', old: start, next: { teamId: north, from, to: null } },
          who(),
        ),
      )
    expect((await Promise.all([correct(start - 1000), correct(start - 2000)])).sort()).toEqual([
      'conflict membershipGone',
      'ok',
    ])
    expect(await spansOf('1001')).toHaveLength(1)
  })
})

describe('[ORG-4] a file of placements', () => {
  const row = (line: number, agentNo: string, team: string, from = '') => ({ line, agentNo, feed, team, from })

  it('is gathered in parts, shown, and applied as it was shown', async () => {
    await place(['1002'], south)
    await place(['1003'], north)
    clock.advance(DAY)
    const upload = `u${round}`
    const send = (rows: ReturnType<typeof row>[], step: 'more' | 'preview' | 'apply') =>
      desk['agent:import']({ upload, rows, step }, who())
    expect(await send([row(2, '1001', `North ${round}`), row(3, '1002', `North ${round}`)], 'more')).toEqual({
      received: 2,
    })
    const rest = [
      row(4, '1003', `North ${round}`),
      row(5, '9999', `North ${round}`),
      row(6, '1001', `South ${round}`),
      row(7, '1002', 'Nowhere'),
      row(8, '', ''),
      row(9, '1003', `South ${round}`, '2026-02-30'),
    ]
    const shown = await send(rest, 'preview')
    expect(shown).toMatchObject({ applied: false, counts: { added: 1, changed: 1, unchanged: 1, refused: 5 } })
    expect((shown as { lines: object[] }).lines).toMatchObject([
      { line: 5, kind: 'refused', reason: { key: 'importUnknownAgent' } },
      { line: 6, kind: 'refused', reason: { key: 'importDoubled', params: { line: 2 } } },
      { line: 7, kind: 'refused', reason: { key: 'importUnknownTeam' } },
      { line: 8, kind: 'refused', reason: { key: 'importNoAgent' } },
      { line: 9, kind: 'refused', reason: { key: 'importBadDate' } },
      { line: 2, kind: 'added', after: `North ${round}` },
      { line: 3, kind: 'changed', before: `South ${round}`, after: `North ${round}` },
    ])
    expect(teamsOf('1001')).toEqual([])
    const before = await audits()
    expect(await send([], 'apply')).toMatchObject({ applied: true, counts: { added: 1, changed: 1 } })
    expect([teamsOf('1001'), teamsOf('1002')]).toEqual([[`North ${round}`], [`North ${round}`]])
    expect(await audits()).toBe((before ?? 0) + 1)
    expect(await code(send([], 'preview'))).toBe('conflict importLost')
  })

  it('begins a day where the site is', async () => {
    const from = '2026/1/9'
    await desk['agent:import'](
      { upload: `d${round}`, rows: [row(2, '1001', `North ${round}`, from)], step: 'apply' },
      who(),
    )
    expect((await spansOf('1001'))[0]?.[1]).toBe(Date.parse('2026-01-09T00:00:00+08:00'))
  })

  it('ends at ten thousand lines', async () => {
    const send = (part: number) => {
      const rows = Array.from({ length: 500 }, (_, index) => row(part * 500 + index + 2, '1001', ''))
      return desk['agent:import']({ upload: `l${round}`, rows, step: 'more' }, who())
    }
    for (let part = 0; part < 20; part++) await send(part)
    expect(await code(send(20))).toBe('too_large importTooLong')
  })
})

describe('people known by their 工号', () => {
  it('are placed and put right like agents of a feed, and a request may name both', async () => {
    await addAgents(db.database.sql, { feedId: PEOPLE, agentIds: [`88${round}`], firstSeenAt: clock.now() })
    const body = REQUESTS['agent:place'].parse({
      agents: [
        { feed: PEOPLE, agentIds: [`88${round}`] },
        { feed, agentIds: ['1001'] },
      ],
      teamId: north,
    })
    expect(await desk['agent:place'](body, who())).toEqual({ moved: 2 })
    const listed = (await listAgents(db.database.sql, clock.now())).find(
      ({ feedId, agentId }) => feedId === PEOPLE && agentId === `88${round}`,
    )
    expect(listed?.spans.map(([team]) => team)).toEqual([north])
    const old = listed?.spans[0]?.[1] ?? 0
    const correction = { feed: PEOPLE, agentId: `88${round}`, old, next: null }
    await desk['membership:correct'](REQUESTS['membership:correct'].parse(correction), who())
    const after = (await listAgents(db.database.sql, clock.now())).find(
      ({ feedId, agentId }) => feedId === PEOPLE && agentId === `88${round}`,
    )
    expect(after?.spans).toEqual([])
  })
})

describe('[ORG-4] a file of teams', () => {
  it('adds sites, teams and queues, moves teams, and closes nothing it leaves out', async () => {
    const row = (line: number, site: string, team: string, queue = '', from = feed) => ({
      line,
      site,
      team,
      feed: queue === '' ? '' : from,
      queue,
    })
    const rows = [
      row(2, `East ${round}`, `North ${round}`, 'billing'),
      row(3, `East ${round}`, `North ${round}`, 'sales'),
      row(4, `East ${round}`, `Fresh ${round}`),
      row(5, '', ''),
      row(6, '', `Fresh ${round}`),
      row(7, '', 'Other', 'billing', 'no-such-feed'),
    ]
    const send = (step: 'preview' | 'apply', given: typeof rows) =>
      desk['team:import']({ upload: `t${round}`, rows: given, step }, who())
    expect(await send('preview', rows)).toMatchObject({ counts: { added: 1, changed: 2, unchanged: 0, refused: 3 } })
    await send('apply', [])
    const teams = await listTeams(db.database.sql, clock.now())
    expect(teams.find(({ id }) => id === north)).toMatchObject({
      site: `East ${round}`,
      queues: [
        { feedId: feed, queueId: 'billing' },
        { feedId: feed, queueId: 'sales' },
      ],
    })
    expect(teams.find(({ name }) => name === `Fresh ${round}`)).toMatchObject({ site: `East ${round}` })
    expect(teams.find(({ id }) => id === south)?.closedAt).toBeNull()
    expect(await send('preview', rows)).toMatchObject({ counts: { added: 0, changed: 0, unchanged: 3 } })
  })
})

describe('[ORG-5] the scenario table', () => {
  const map = (key: string, scenario: 'complaint' | 'inquiry' | null) => ({ kind: 'queue' as const, key, scenario })

  it('becomes a new version that says who made it, and keeps what others changed meanwhile', async () => {
    const first = await desk['scenario:map']({ changes: [map('billing', 'inquiry')] }, who())
    const [one, two] = await Promise.all([
      desk['scenario:map']({ changes: [map('sales', 'inquiry')] }, who()),
      desk['scenario:map']({ changes: [map('billing', 'complaint')] }, who()),
    ])
    expect([one.version, two.version].sort()).toEqual([first.version + 1, first.version + 2])
    const settings = await loadSettings(db.database.sql)
    expect(settings?.scenarioMap).toEqual([map('billing', 'complaint'), map('sales', 'inquiry')])
    const rows = await db.owner.sql`select saved_by as by from floor_settings order by version desc limit 1`
    expect(rows[0]).toEqual({ by: '王经理' })
    expect(await lastAudit()).toMatchObject({ action: 'scenario.map', subject: `settings:${first.version + 2}` })
  })

  it('stays at its version when nothing differs, and loses an entry set to nothing', async () => {
    const { version } = await desk['scenario:map']({ changes: [map('gone', 'inquiry')] }, who())
    const before = await audits()
    expect(await desk['scenario:map']({ changes: [map('gone', 'inquiry')] }, who())).toEqual({ version, changed: 0 })
    expect(await audits()).toBe(before)
    await desk['scenario:map']({ changes: [map('gone', null)] }, who())
    expect((await loadSettings(db.database.sql))?.scenarioMap.some(({ key }) => key === 'gone')).toBe(false)
  })
})
