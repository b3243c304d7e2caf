import { afterAll, beforeAll, expect, it } from 'vitest'
import { insertTeam } from '#db/writes/insert-team.ts'
import { type Access, openAccess } from '#server/access/auth.ts'
import { saveDuty } from '#server/access/duty.ts'
import { addUser } from '#server/access/users.ts'
import { admitViewer, recheckTickets, viewerFromHeaders } from '#server/access/viewer.ts'
import { systemClock } from '#server/clock.ts'
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts'

const PUBLIC_URL = 'http://127.0.0.1:3999'
const HOUR = 3_600_000
const shell = { kind: 'shell', id: 'test' } as const
/** The sign-in library reads the machine's clock; the server's is moved by the test. */
const time = { offset: 0 }
const clock = { ...systemClock, now: () => systemClock.now() + time.offset }
let db: TestDatabase
let access: Access

const signIn = async (username: string, password: string) => {
  const response = await access.auth.handler(
    new Request(`${PUBLIC_URL}/api/auth/sign-in/username`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: PUBLIC_URL },
      body: JSON.stringify({ username, password }),
    }),
  )
  return response.headers
    .getSetCookie()
    .map((one) => one.split(';')[0])
    .join('; ')
}

beforeAll(async () => {
  db = await createTestDatabase()
  access = openAccess({ database: db.database, clock, secret: 's'.repeat(48), publicUrl: PUBLIC_URL, origins: [] })
  for (const id of ['north', 'south']) await insertTeam(db.database.sql, { id, name: id, createdAt: clock.now() })
})
afterAll(() => db.drop())

const join = async (username: string, role: string, teamIds: string[]) => {
  const { id, password } = await addUser(access, shell, { username, role, teamIds, mustChangePassword: false })
  const cookie = await signIn(username, password)
  const open = async () => (await admitViewer({ cookie }))?.ticket ?? ''
  return {
    id,
    teams: async () => (await viewerFromHeaders({ cookie }))?.teams,
    open,
    holds: async (ticket: string) => (await recheckTickets([ticket])).has(ticket),
  }
}

it('[DUTY-1] a stand-in sees the team exactly while the duty lasts, and open pages are cut at its beginning and end', async () => {
  const leader = await join('leader', 'supervisor', ['south'])
  const standIn = await join('stand.in', 'supervisor', ['north'])
  const from = clock.now() + HOUR
  await saveDuty(
    { sql: db.database.sql, clock },
    { userId: standIn.id, teamId: 'south', from, to: from + HOUR, standsInFor: leader.id },
    { at: clock.now(), actor: shell, action: 'duty.save', subject: 'duty', detail: {} },
  )
  expect(await standIn.teams()).toEqual(new Set(['north']))
  const before = await standIn.open()
  expect(await standIn.holds(before)).toBe(true)

  time.offset = from - systemClock.now() + 1000
  expect(await standIn.teams()).toEqual(new Set(['north', 'south']))
  expect(await standIn.holds(before)).toBe(false)
  const during = await standIn.open()
  expect(await standIn.holds(during)).toBe(true)
  expect(await leader.teams()).toEqual(new Set(['south']))

  time.offset = from + HOUR - systemClock.now()
  expect(await standIn.teams()).toEqual(new Set(['north']))
  expect(await standIn.holds(during)).toBe(false)
  expect(await standIn.holds(before)).toBe(true)
  time.offset = 0
})

it('[DUTY-1] duty for a team one sees anyway changes nothing, nor does any duty for those who see all', async () => {
  const leader = await join('own.leader', 'supervisor', ['south'])
  const chief = await join('chief', 'manager', [])
  const tickets = [await leader.open(), await chief.open()]
  const from = clock.now() - 1000
  for (const { id } of [leader, chief])
    await saveDuty(
      { sql: db.database.sql, clock },
      { userId: id, teamId: 'south', from, to: from + HOUR },
      { at: clock.now(), actor: shell, action: 'duty.save', subject: 'duty', detail: {} },
    )
  expect(await leader.teams()).toEqual(new Set(['south']))
  expect(await chief.teams()).toBe('all')
  expect(await leader.holds(tickets[0] ?? '')).toBe(true)
  expect(await chief.holds(tickets[1] ?? '')).toBe(true)
})
