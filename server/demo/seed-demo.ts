import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { findOpenSite } from '#db/queries/find-open-site.ts'
import { findTeams } from '#db/queries/find-teams.ts'
import { findUser } from '#db/queries/find-user.ts'
import { loadSettings } from '#db/queries/load-settings.ts'
import { countAudit } from '#db/queries/search-audit.ts'
import { addFeed } from '#db/writes/add-feed.ts'
import { assignQueue } from '#db/writes/assign-queue.ts'
import { insertSite } from '#db/writes/insert-site.ts'
import { insertTeam } from '#db/writes/insert-team.ts'
import { placeAgents } from '#db/writes/place-agents.ts'
import { saveSettings } from '#db/writes/save-settings.ts'
import { addAgents } from '#db/writes/upsert-agents.ts'
import type { Access } from '../access/auth.ts'
import { addUser, setPassword } from '../access/users.ts'
import { LINES } from '../adapters/simulate/staff.ts'
import { DEFAULT_SETTINGS } from '../domain/settings.ts'
import { seesAllTeams } from '../domain/user-rules.ts'
import { ROLES, type Role } from '../domain/viewer.ts'
import type { DemoAgent } from './read-demo-staff.ts'
import { seedSeats } from './seed-seats.ts'

export const DEMO_FEED = 'demo'
const DEMO_SITE = '示范中心'

const ACTOR = { kind: 'shell', id: 'demo' } as const

export type DemoAccount = { role: Role; username: string; password: string }

/** Told again at every start, so kept beside the database, for its owner only. */
type Kept = { token: string; accounts: DemoAccount[] }

const placeStaff = async ({ database, clock }: Access, staff: readonly DemoAgent[]): Promise<string[]> => {
  const names = [...new Set(staff.map(({ team }) => team))]
  await insertSite(database.sql, { id: clock.uuid(), name: DEMO_SITE, from: clock.now() })
  const site = await findOpenSite(database.sql, DEMO_SITE)
  for (const name of names)
    await insertTeam(database.sql, { id: clock.uuid(), name, createdAt: clock.now(), siteId: site?.id })
  const teamIds = (await findTeams(database.sql, names)).filter((id) => id !== null)
  const from = clock.now()
  await database.sql.begin(async (tx) => {
    for (const [i, name] of names.entries()) {
      const teamId = teamIds[i] ?? ''
      const agentIds = staff.filter(({ team }) => team === name).map(({ agentId }) => agentId)
      await addAgents(tx, { feedId: DEMO_FEED, agentIds, firstSeenAt: from })
      await placeAgents(tx, { feedId: DEMO_FEED, agentIds, teamId, from })
      const line = LINES.find(({ team }) => name.startsWith(team))
      if (line) await assignQueue(tx, { feedId: DEMO_FEED, queueId: line.queueId, teamId, from })
    }
  })
  return teamIds
}

const mapScenarios = async ({ database, clock }: Access) => {
  const { version: _, ...settings } = (await loadSettings(database.sql)) ?? DEFAULT_SETTINGS
  const isMapped = (key: string) => settings.scenarioMap.some((entry) => entry.kind === 'queue' && entry.key === key)
  const missing = LINES.flatMap(({ queueId, scenario }) =>
    scenario && !isMapped(queueId) ? [{ kind: 'queue', key: queueId, scenario } as const] : [],
  )
  if (missing.length > 0)
    await saveSettings(
      database.sql,
      { ...settings, scenarioMap: [...settings.scenarioMap, ...missing] },
      { by: ACTOR.id, at: clock.now() },
    )
}

/** The password of an account of this role: of a new one, or a fresh one where a seeding that was cut short made it. */
const makeAccount = async (access: Access, role: Role, teamIds: string[]): Promise<DemoAccount | undefined> => {
  const { sql } = access.database
  const username = role.replace('_', '.')
  const found = await findUser(sql, username)
  if (!found) {
    // Whoever tries the demonstration reads these passwords off their own screen.
    const { password } = await addUser(access, ACTOR, { username, role, teamIds, mustChangePassword: false })
    return { role, username, password }
  }
  const mine = { action: 'user.add', subject: `user:${found.id}`, actor: ACTOR.id }
  if ((await countAudit(sql, mine, 1)) === 0) return undefined
  return { role, username, password: await setPassword(access, ACTOR, found) }
}

/** One account per role; scoped roles see the first two teams. A name somebody else took is left alone. */
const addAccounts = async (access: Access, teamIds: readonly string[]): Promise<DemoAccount[]> => {
  const accounts: DemoAccount[] = []
  for (const role of ROLES) {
    const account = await makeAccount(access, role, seesAllTeams(role) ? [] : teamIds.slice(0, 2))
    if (account) accounts.push(account)
  }
  return accounts
}

const readKept = (file: string): Kept | undefined =>
  existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Kept) : undefined

/** Teams, agents, accounts, feed, scenarios, seats and duty of the demonstration, made once and kept. */
export const seedDemo = async (access: Access, dataDir: string, staff: () => DemoAgent[]): Promise<Kept> => {
  const file = join(dataDir, 'demo.json')
  const kept = readKept(file)
  if (kept && (await findUser(access.database.sql, kept.accounts[0]?.username ?? ''))) return kept
  const { token } = await addFeed(access.database.sql, { name: DEMO_FEED, origin: 'owner' }, access.clock)
  const hired = staff()
  const teamIds = await placeStaff(access, hired)
  await mapScenarios(access)
  const made = { token, accounts: await addAccounts(access, teamIds) }
  const names = [...new Set(hired.map(({ team }) => team))]
  await seedSeats({
    access,
    feedId: DEMO_FEED,
    staff: hired,
    teamOf: (name) => teamIds[names.indexOf(name)] ?? '',
  })
  writeFileSync(file, JSON.stringify(made, null, 2), { mode: 0o600 })
  return made
}
