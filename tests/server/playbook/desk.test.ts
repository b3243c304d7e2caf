import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { listPlaybookVersions, loadPlaybooks } from '#db/queries/list-playbook-versions.ts'
import { loadPlaybookDraft } from '#db/queries/load-playbook-draft.ts'
import { seedSettings } from '#db/writes/seed-settings.ts'
import { createPlaybookDesk } from '#server/access/playbook-desk.ts'
import { shippedPlaybook } from '#server/domain/playbook/load.ts'
import { openLawBook } from '#server/law-book.ts'
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts'
import { createManualClock } from '#tests/support/manual-clock.ts'
import { waitFor } from '#tests/support/wait-for.ts'

const WARN = ['scenarios', 0, 'steps', 0, 'dwellSec', 'warn']
const limit = (value: number) => ({ path: [...WARN], value })

let db: TestDatabase
let law: Awaited<ReturnType<typeof openLawBook>>
let desk: ReturnType<typeof createPlaybookDesk>
const clock = createManualClock()
const who = (name = '王经理') => ({ at: clock.now(), actor: { kind: 'user' as const, id: name }, name })

beforeEach(async () => {
  db = await createTestDatabase()
  const { sql } = db.database
  await seedSettings(sql, shippedPlaybook())
  law = await openLawBook(sql, () => {})
  desk = createPlaybookDesk({ sql, clock, refresh: law.refresh })
})
afterEach(async () => {
  await law.close()
  await db.drop()
})

const draft = () => loadPlaybookDraft(db.database.sql)
const refusal = (work: Promise<unknown>) =>
  work.then(
    () => 'ok',
    (error: { code: string; reason?: object }) => ({ code: error.code, ...error.reason }),
  )
const audits = async () =>
  db.owner.sql<{ action: string; subject: string; detail: object }[]>`
    select action, subject, detail from audit where action like 'playbook.%' order by id`
const begin = (version = 1) => desk['playbook:start-draft']({ revision: 0, version }, who())
const save = (revision: number, value: number, name?: string) =>
  desk['playbook:save-draft']({ revision, edits: [limit(value)] }, who(name))

it('[PLAY-6] an installation whose playbook knew no actions gets the shipped one as the next version, once', async () => {
  const old = await createTestDatabase()
  const { actions: _, ...earlier } = shippedPlaybook()
  await old.owner.sql`insert into playbook (version, body) values (1, ${JSON.stringify(earlier)}::text::jsonb)`
  await seedSettings(old.database.sql, shippedPlaybook())
  await seedSettings(old.database.sql, shippedPlaybook())
  const versions = await old.owner.sql<{ version: number; actions: number | null }[]>`
    select version, jsonb_array_length(body->'actions') as actions from playbook order by version`
  expect([...versions]).toEqual([
    { version: 1, actions: null },
    { version: 2, actions: shippedPlaybook().actions.length },
  ])
  await old.drop()
})

it('[PLAY-6] a playbook that came with an earlier build makes way for the shipped one, and one somebody published does not', async () => {
  const old = await createTestDatabase()
  const earlier = { ...shippedPlaybook(), policy: [] }
  await old.owner.sql`insert into playbook (version, body) values (1, ${JSON.stringify(earlier)}::text::jsonb)`
  await seedSettings(old.database.sql, shippedPlaybook())
  await seedSettings(old.database.sql, shippedPlaybook())
  const lines = () => old.owner.sql<{ version: number; policy: number }[]>`
    select version, jsonb_array_length(body->'policy') as policy from playbook order by version`
  const both = [
    { version: 1, policy: 0 },
    { version: 2, policy: shippedPlaybook().policy.length },
  ]
  expect([...(await lines())]).toEqual(both)
  const own = { ...earlier, version: 3 }
  await old.owner.sql`insert into playbook (version, body, published_by)
    values (3, ${JSON.stringify(own)}::text::jsonb, '王经理')`
  await seedSettings(old.database.sql, shippedPlaybook())
  expect([...(await lines())]).toEqual([...both, { version: 3, policy: 0 }])
  await old.drop()
})

describe('the draft of the next playbook', () => {
  it('[PLAY-1] begins as a copy of a version, takes edits, and says who saved when', async () => {
    expect(await draft()).toEqual({ revision: 0, draft: null })
    const { revision } = await begin()
    clock.advance(60_000)
    await save(revision, 18, '李主管')
    expect(await draft()).toEqual({
      revision: 2,
      draft: {
        body: expect.objectContaining({ version: 1 }),
        baseVersion: 1,
        savedBy: '李主管',
        savedAt: clock.now(),
      },
    })
    const body = (await draft()).draft?.body as ReturnType<typeof shippedPlaybook>
    expect(body.scenarios[0]?.steps[0]?.dwellSec).toEqual({ min: 2, target: 10, warn: 18, max: 25 })
  })

  it('[PLAY-2] is written by nobody who saw an older one, also at the same moment', async () => {
    const { revision } = await begin()
    await save(revision, 16, '李主管')
    expect(await refusal(save(revision, 17))).toEqual({
      code: 'conflict',
      key: 'playbookMoved',
      params: { by: '李主管' },
    })
    const seen = (await draft()).revision
    const both = await Promise.all([save(seen, 18), save(seen, 19, '赵主管')].map(refusal))
    expect(both.filter((one) => one === 'ok')).toHaveLength(1)
    await desk['playbook:discard-draft']({ revision: seen + 1 }, who())
    expect(await refusal(save(seen + 1, 20))).toMatchObject({ code: 'conflict', key: 'playbookGone' })
    expect(await refusal(save(seen + 2, 20))).toMatchObject({ code: 'not_found', key: 'playbookGone' })
  })

  it('[PLAY-3] keeps what makes no sense yet, and refuses what is no playbook, with the place', async () => {
    const { revision } = await begin()
    expect(await save(revision, 99)).toMatchObject({ problems: 1 })
    const edit = (path: (string | number)[], value: null | string | number | object) =>
      refusal(desk['playbook:save-draft']({ revision: 2, edits: [{ path, value: value as never }] }, who()))
    expect(await edit(['scenarios', 0, 'steps', 0, 'dwellSec'], { min: 'x' })).toMatchObject({
      code: 'bad_request',
      key: 'playbookInvalid',
      params: { path: 'scenarios.0.steps.0.dwellSec.min' },
    })
    expect(await edit(['scenarios', 9, 'steps'], [])).toMatchObject({ params: { path: 'scenarios.9.steps' } })
    expect(await edit(['scenarios', 0, 'steps'], [])).toMatchObject({ params: { path: 'scenarios.0.steps' } })
    expect(await edit(['constructor'], {})).toMatchObject({ code: 'bad_request' })
    expect(await edit(['version'], 7)).toMatchObject({ params: { path: 'version' } })
    expect(await edit(['actions', 0, 'note'], 'a\u0000')).toMatchObject({ params: { path: 'actions.0.note' } })
    expect((await draft()).revision).toBe(2)
  })
})

describe('publishing', () => {
  it('[PLAY-4] makes the next version, in force at once here and soon everywhere, and leaves the old one as it was', async () => {
    const elsewhere = await openLawBook(db.database.sql, () => {})
    const old = law.book.playbooks.get(1)
    await begin()
    await save(1, 18)
    clock.advance(60_000)
    const publish = { revision: 2, over: 1, note: '开场放宽' }
    expect(await desk['playbook:publish'](publish, who())).toEqual({ version: 2 })
    expect(law.book.current.playbook).toBe(2)
    expect(law.book.playbooks.get(2)?.scenarios[0]?.steps[0]?.dwellSec.warn).toBe(18)
    expect(law.book.playbooks.get(1)).toBe(old)
    await waitFor(() => elsewhere.book.current.playbook === 2)
    await elsewhere.close()
    expect(await draft()).toEqual({ revision: 3, draft: null })
    expect(await listPlaybookVersions(db.database.sql)).toEqual([
      { version: 2, publishedAt: clock.now(), publishedBy: '王经理', note: '开场放宽' },
      { version: 1, publishedAt: expect.any(Number), publishedBy: null, note: null },
    ])
    expect((await loadPlaybooks(db.database.sql, [1])).get(1)).toEqual(shippedPlaybook())
    expect((await audits()).map(({ action, subject, detail }) => [action, subject, detail])).toEqual([
      ['playbook.draft', 'playbook:draft', { version: 1 }],
      ['playbook.publish', 'playbook:2', { version: 2, over: 1, note: '开场放宽' }],
    ])
  })

  it('[PLAY-3] is refused for a draft with a fault, and says where it is', async () => {
    await begin()
    await save(1, 99)
    expect(await refusal(desk['playbook:publish']({ revision: 2, over: 1, note: '' }, who()))).toEqual({
      code: 'bad_request',
      key: 'playbookInvalid',
      params: { path: 'scenarios.0.steps.0.dwellSec', problem: expect.stringContaining('limits rise') },
    })
    expect(law.book.current.playbook).toBe(1)
  })

  it('[PLAY-4] is refused without a difference, and over a version the page did not show', async () => {
    await begin()
    const publish = (revision: number, over: number) =>
      refusal(desk['playbook:publish']({ revision, over, note: '' }, who()))
    expect(await publish(1, 1)).toMatchObject({ code: 'conflict', key: 'playbookUnchanged' })
    await db.owner.sql`insert into playbook (version, body)
      select 2, jsonb_set(body, '{version}', '2') from playbook where version = 1`
    await save(1, 18)
    expect(await publish(2, 1)).toMatchObject({ code: 'conflict', key: 'playbookOverOther', params: { version: 2 } })
    expect(await publish(2, 2)).toBe('ok')
    expect(law.book.current.playbook).toBe(3)
  })

  it('[PLAY-5] takes an old version up again as a draft, and tells whose draft gave way', async () => {
    await begin()
    await save(1, 18)
    await desk['playbook:publish']({ revision: 2, over: 1, note: '' }, who())
    await desk['playbook:start-draft']({ revision: 3, version: 2 }, who('李主管'))
    await desk['playbook:start-draft']({ revision: 4, version: 1 }, who())
    expect((await draft()).draft).toMatchObject({ baseVersion: 2, body: { ...shippedPlaybook(), version: 1 } })
    expect((await audits()).at(-1)?.detail).toEqual({ version: 1, replaced: '李主管' })
    expect(await refusal(desk['playbook:start-draft']({ revision: 5, version: 9 }, who()))).toMatchObject({
      code: 'not_found',
      key: 'playbookNoVersion',
    })
    expect(await desk['playbook:publish']({ revision: 5, over: 2, note: '' }, who())).toEqual({ version: 3 })
    expect(law.book.playbooks.get(3)).toEqual({ ...shippedPlaybook(), version: 3 })
  })

  it('[PLAY-4] nobody but the owner of the database can change what was published', async () => {
    await expect(db.database.sql`update playbook set body = '{}'`).rejects.toMatchObject({ code: '42501' })
    await expect(db.database.sql`delete from playbook_draft`).rejects.toMatchObject({ code: '42501' })
  })
})
