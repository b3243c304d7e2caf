import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { insertTeam } from '#db/writes/insert-team.ts'
import { readUsers } from '#server/access/user-list.ts'
import { createUserOffice } from '#server/access/user-office.ts'
import { readUserTable } from '#server/domain/user-file.ts'
import { userState } from '#server/domain/user-state.ts'
import { createUsersExport } from '#server/http/exports/users.ts'
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts'
import { openSignInBench, type SignInBench } from '#tests/support/sign-in-bench.ts'
import { viewerOf } from '#tests/support/viewers.ts'

let db: TestDatabase
let bench: SignInBench
let office: ReturnType<typeof createUserOffice>
let boss: { kind: 'user'; id: string }

beforeAll(async () => {
  db = await createTestDatabase()
  bench = openSignInBench(db, { windowMs: 60_000, perAccount: 2, perAddress: 1000 })
  office = createUserOffice(bench.access)
  for (const [id, name] of [
    ['a', '投诉一组'],
    ['b', '=业务组'],
  ] as const)
    await insertTeam(db.database.sql, { id, name, createdAt: bench.access.clock.now() })
  boss = { kind: 'user', id: (await bench.add('boss', 'admin')).id }
})
afterAll(() => db.drop())

const find = async (username: string) => (await readUsers(bench.access)).find((user) => user.username === username)
const stateOf = async (username: string) => {
  const user = await find(username)
  return user && userState(user)
}
const reason = (key: string) => ({ reason: { key } })
const row = (line: number, username: string, role: string, teams: string[] = [], name = '') => ({
  line,
  username,
  name,
  role,
  teams,
})

const numbered = (table: readonly (readonly string[])[]) => table.map((cells, i) => ({ line: i + 1, cells }))

describe('the list of users', () => {
  it('says how each stands: given a password, active, locked, disabled', async () => {
    const { id, password } = await office.add(boss, { username: 'Lin.1', name: '林', role: 'viewer', teamIds: ['a'] })
    expect(await stateOf('lin.1')).toBe('mustChange')
    const { cookie } = await bench.signIn('lin.1', password)
    await bench.post('/own-password', { current: password, next: 'quite my own words' }, { cookie })
    expect(await stateOf('lin.1')).toBe('active')
    for (let i = 0; i < 2; i++) await bench.signIn('lin.1', 'wrong', { address: '198.51.100.1' })
    expect(await stateOf('lin.1')).toBe('locked')
    await office.unlock(boss, id)
    expect(await stateOf('lin.1')).toBe('active')
    await office.setDisabled(boss, id, true)
    expect(await stateOf('lin.1')).toBe('disabled')
    const listed = await find('lin.1')
    expect(listed).toMatchObject({ name: '林', role: 'viewer', teams: [{ id: 'a', name: '投诉一组' }], sessions: 0 })
    expect(listed?.lastSignInAt).toBeGreaterThan(0)
  })

  it('takes a new name, role and teams at once, and writes down what was', async () => {
    const { id } = await office.add(boss, { username: 'riser', name: '升', role: 'supervisor', teamIds: ['a'] })
    await office.edit(boss, id, { name: '升升', role: 'manager', teamIds: [] })
    expect(await find('riser')).toMatchObject({ name: '升升', role: 'manager', teams: [] })
    expect(await bench.audited('user.edit', `user:${id}`)).toEqual([
      {
        from: { name: '升', role: 'supervisor', teamIds: ['a'] },
        to: { name: '升升', role: 'manager', teamIds: [] },
      },
    ])
    await office.edit(boss, id, { name: '升升', role: 'manager', teamIds: [] })
    expect(await bench.audited('user.edit', `user:${id}`)).toHaveLength(1)
  })

  it.each([
    [{ role: 'supervisor', teamIds: [] }, 'userNeedsTeam'],
    [{ role: 'viewer', teamIds: ['nowhere'] }, 'userTeamUnknown'],
    [{ role: 'boss', teamIds: [] }, 'userRole'],
    [{ username: 'bo ss', role: 'admin', teamIds: [] }, 'userName'],
    [{ username: 'BOSS', role: 'admin', teamIds: [] }, 'userTaken'],
    [{ name: ' ', role: 'admin', teamIds: [] }, 'userDisplayName'],
  ])('refuses %j and says why', async (given, key) => {
    const adding = office.add(boss, { username: `odd.${key.toLowerCase()}`, ...given })
    await expect(adding).rejects.toMatchObject(reason(key))
  })
})

describe('who stays an admin', () => {
  it('[SIGN-7] lets nobody disable or demote themselves or reset their own password', async () => {
    const other = await bench.add('second', 'admin')
    await expect(office.setDisabled(boss, boss.id, true)).rejects.toMatchObject(reason('userOwnDisable'))
    const demoted = { name: 'boss', role: 'manager', teamIds: [] }
    await expect(office.edit(boss, boss.id, demoted)).rejects.toMatchObject(reason('userOwnRole'))
    await expect(office.resetPassword(boss, boss.id)).rejects.toMatchObject(reason('userOwnPassword'))
    await office.setDisabled(boss, other.id, true)
  })

  it('[SIGN-7] keeps the last admin who can sign in, also from the shell', async () => {
    const shell = { kind: 'shell', id: 'root' } as const
    await expect(office.setDisabled(shell, boss.id, true)).rejects.toMatchObject(reason('userLastAdmin'))
    const demoted = { name: 'boss', role: 'viewer', teamIds: ['a'] }
    await expect(office.edit(shell, boss.id, demoted)).rejects.toMatchObject(reason('userLastAdmin'))
  })

  it('[SIGN-7] keeps one of two admins who disable each other at the same time', async () => {
    const [one, two] = await Promise.all([bench.add('duel.1', 'admin'), bench.add('duel.2', 'admin')])
    const shell = { kind: 'shell', id: 'root' } as const
    await office.edit({ kind: 'user', id: one.id }, boss.id, { name: 'boss', role: 'manager', teamIds: [] })
    for (let i = 0; i < 5; i++) {
      const both = await Promise.allSettled([
        office.setDisabled({ kind: 'user', id: one.id }, two.id, true),
        office.setDisabled({ kind: 'user', id: two.id }, one.id, true),
      ])
      expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
      for (const { id } of [one, two]) await office.setDisabled(shell, id, false)
    }
    await office.edit(shell, boss.id, { name: 'boss', role: 'admin', teamIds: [] })
  })
})

describe('a file of users', () => {
  const summary = (results: { username: string; outcome: string; fault?: string }[]) =>
    results.map(({ username, outcome, fault }) => [username, fault ?? outcome].join(' '))

  it('[SIGN-8] is previewed line by line without changing anything, then applied', async () => {
    await bench.add('file.1', 'supervisor', { teamIds: ['a'] })
    const rows = [
      row(2, 'file.1', 'supervisor', ['投诉一组'], 'file.1'),
      row(3, 'file.2', 'viewer', ['投诉一组', '=业务组'], '新人'),
      row(4, 'FILE.2', 'viewer', ['投诉一组']),
      row(5, 'file.3', 'supervisor'),
      row(6, 'file.4', 'supervisor', ['没有的组']),
      row(7, 'bad name', 'viewer', ['投诉一组']),
      row(8, 'file.5', 'king'),
      row(9, 'boss', 'viewer', ['投诉一组']),
    ]
    const expected = [
      'file.1 same',
      'file.2 add',
      'FILE.2 userTwice',
      'file.3 userNeedsTeam',
      'file.4 userTeamUnknown',
      'bad name userName',
      'file.5 userRole',
      'boss userOwnRole',
    ]
    const before = await readUsers(bench.access)
    const lines = async () => (await db.owner.sql`select id from audit`).length
    const audited = await lines()
    expect(summary(await office.previewImport(boss, rows))).toEqual(expected)
    expect(await readUsers(bench.access)).toEqual(before)
    expect(await lines()).toBe(audited)
    expect(summary(await office.import(boss, rows))).toEqual(expected)
    expect(await stateOf('file.2')).toBe('noPassword')
    expect(await find('file.2')).toMatchObject({ name: '新人', teams: [{ name: '=业务组' }, { name: '投诉一组' }] })
    const changed = await office.import(boss, [row(2, 'file.2', 'manager', [], '新人')])
    expect(summary(changed)).toEqual(['file.2 change'])
  })

  it('gives those added a way in only when a password is made for them', async () => {
    const [added] = await office.import(boss, [row(2, 'later', 'manager')])
    expect((await bench.signIn('later', '')).status).toBe(401)
    const password = await office.resetPassword(boss, added?.userId ?? '')
    expect((await bench.signIn('later', password)).status).toBe(200)
    expect(await stateOf('later')).toBe('mustChange')
  })

  it('[SIGN-8] written by the product changes nothing when it is read again', async () => {
    const file = createUsersExport(() => readUsers(bench.access))
    const table = [file.header, ...(await file.rows(viewerOf('admin', 'all'), new URLSearchParams()))]
    const guarded = table.map((cells) => cells.map((cell) => (/^[=+\-@]/.test(cell) ? `'${cell}` : cell)))
    const users = readUserTable(numbered(guarded), (role) => role)
    if (typeof users === 'string') throw new Error(`column ${users} is missing`)
    const outcomes = new Set((await office.previewImport(boss, users)).map(({ outcome }) => outcome))
    expect(outcomes).toEqual(new Set(['same']))
  })
})

describe('a table of users', () => {
  it('is read with Chinese headings, in any order, and says which column is missing', () => {
    const read = readUserTable(
      numbered([
        ['姓名', '角色', '工号', '班组'],
        ['王', '班组长', '1001', '一组；二组'],
        ['', '', '', ''],
        ['李', 'viewer', "'-2", ''],
      ]),
      (role) => (role === '班组长' ? 'supervisor' : role),
    )
    expect(read).toEqual([
      { line: 2, username: '1001', name: '王', role: 'supervisor', teams: ['一组', '二组'] },
      { line: 4, username: '-2', name: '李', role: 'viewer', teams: [] },
    ])
    expect(readUserTable(numbered([['工号', '姓名']]), (role) => role)).toBe('role')
    expect(readUserTable([], (role) => role)).toBe('username')
  })
})
