import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { assignQueue } from '#db/writes/assign-queue.ts'
import { insertTeam } from '#db/writes/insert-team.ts'
import { placeAgents } from '#db/writes/place-agents.ts'
import { createDirectory, type OrganisationDirectory } from '#server/access/directory.ts'
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts'
import { createManualClock } from '#tests/support/manual-clock.ts'
import { waitFor } from '#tests/support/wait-for.ts'

const MINUTE = 60_000
let db: TestDatabase
let directory: OrganisationDirectory
let clock: ReturnType<typeof createManualClock>

const open = () =>
  createDirectory({
    sql: db.database.sql,
    clock,
    onError: (error) => {
      throw error
    },
  })

const seen = (agentId: string, name?: string, queues: string[] = []) => ({
  feedId: 'pbx',
  agentId,
  agentNo: `8${agentId}`,
  name,
  queues,
})

beforeEach(async () => {
  db = await createTestDatabase()
  clock = createManualClock()
  await insertTeam(db.database.sql, { id: 'a', name: 'Team A', createdAt: clock.now() })
  await insertTeam(db.database.sql, { id: 'b', name: 'Team B', createdAt: clock.now() })
  directory = await open()
})
afterEach(async () => {
  await directory.close()
  await db.drop()
})

describe('the directory', () => {
  it('knows nobody it was not told of', () => {
    expect(directory.find('pbx', '1001', clock.now())).toBeUndefined()
    expect(directory.teamName('a')).toBe('Team A')
  })

  it('keeps agents it sees, without a team, over a restart', async () => {
    directory.see([seen('1001', 'Agent One'), seen('1002')])
    expect(directory.find('pbx', '1001', clock.now())).toEqual({ agentNo: '81001', name: 'Agent One', teamIds: [] })
    await directory.close()
    directory = await open()
    expect(directory.find('pbx', '1001', clock.now())).toEqual({ agentNo: '81001', name: 'Agent One', teamIds: [] })
    expect(directory.find('pbx', '1002', clock.now())).toEqual({ agentNo: '81002', name: undefined, teamIds: [] })
  })

  it('takes a new name and never forgets one', async () => {
    directory.see([seen('1001', 'Agent One')])
    directory.see([seen('1001')])
    clock.advance(MINUTE)
    directory.see([seen('1001', 'Agent Uno')])
    await directory.close()
    directory = await open()
    expect(directory.find('pbx', '1001', clock.now())?.name).toBe('Agent Uno')
  })

  it('answers with the team an agent was in at that time', async () => {
    directory.see([seen('1001')])
    await directory.close()
    const start = clock.now()
    const place = (teamId: string, from: number) =>
      db.database.sql.begin((tx) => placeAgents(tx, { feedId: 'pbx', agentIds: ['1001'], teamId, from }))
    expect(await place('a', start)).toEqual(['1001'])
    expect(await place('b', start + 10 * MINUTE)).toEqual(['1001'])
    expect(await place('b', start + 20 * MINUTE)).toEqual([])
    directory = await open()
    const teams = (at: number) => directory.find('pbx', '1001', at)?.teamIds
    expect(teams(start - 1)).toEqual([])
    expect(teams(start)).toEqual(['a'])
    expect(teams(start + 10 * MINUTE - 1)).toEqual(['a'])
    expect(teams(start + 10 * MINUTE)).toEqual(['b'])
  })

  it('hears of a placement another program made', async () => {
    directory.see([seen('1001')])
    await directory.close()
    directory = await open()
    let heard = 0
    directory.onChange(() => heard++)
    await db.owner.sql.begin((tx) =>
      placeAgents(tx, { feedId: 'pbx', agentIds: ['1001'], teamId: 'b', from: clock.now() }),
    )
    await waitFor(() => heard > 0)
    expect(directory.find('pbx', '1001', clock.now())?.teamIds).toEqual(['b'])
  })

  it('gives a queue the teams assigned to it and those of the agents seen on it', async () => {
    directory.see([seen('1001')])
    await directory.close()
    await db.database.sql.begin((tx) =>
      placeAgents(tx, { feedId: 'pbx', agentIds: ['1001'], teamId: 'a', from: clock.now() }),
    )
    await assignQueue(db.database.sql, { feedId: 'pbx', queueId: 'billing', teamId: 'b', from: clock.now() })
    directory = await open()
    expect(directory.queueTeams('pbx', 'billing')).toEqual(['b'])
    directory.see([seen('1001', undefined, ['billing'])])
    expect([...directory.queueTeams('pbx', 'billing')].sort()).toEqual(['a', 'b'])
    expect(directory.queueTeams('other', 'billing')).toEqual([])
  })

  it('takes a queue away from a team whose agents left it, and tells of it once', async () => {
    directory.see([seen('1001', undefined, ['billing', 'sales']), seen('1002', undefined, ['billing'])])
    await directory.close()
    await db.database.sql.begin((tx) =>
      placeAgents(tx, { feedId: 'pbx', agentIds: ['1001', '1002'], teamId: 'a', from: clock.now() }),
    )
    directory = await open()
    directory.see([seen('1001', undefined, ['billing', 'sales']), seen('1002', undefined, ['billing'])])
    let told = 0
    directory.onChange(() => told++)
    directory.see([seen('1001', undefined, ['sales'])])
    expect(directory.queueTeams('pbx', 'billing')).toEqual(['a'])
    expect(told).toBe(0)
    directory.see([seen('1002'), seen('1001', undefined, ['sales'])])
    expect(directory.queueTeams('pbx', 'billing')).toEqual([])
    expect(directory.queueTeams('pbx', 'sales')).toEqual(['a'])
    expect(told).toBe(1)
  })

  it('asked again while it reads, reads once more afterwards and ends with what is true then', async () => {
    await directory.close()
    const { sql } = db.database
    let reads = 0
    let release: (() => void) | undefined
    // Keeps the first answer after the two of the start back, as a busy connection does.
    const slow = new Proxy(sql, {
      apply: async (target, self, args) => {
        const isHeld = ++reads === 3
        const answer = await Reflect.apply(target, self, args)
        if (isHeld) await new Promise<void>((go) => (release = go))
        return answer
      },
    })
    directory = await createDirectory({ sql: slow, clock, onError: () => {} })
    const first = directory.refresh()
    await waitFor(() => release !== undefined)
    await insertTeam(sql, { id: 'c', name: 'Team C', createdAt: clock.now() })
    const later = [directory.refresh(), directory.refresh()]
    await new Promise((done) => setImmediate(done))
    expect(reads).toBe(3)
    release?.()
    await Promise.all([first, ...later])
    expect(directory.teamName('c')).toBe('Team C')
  })
})
