import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readIdentities } from '#db/queries/read-identities.ts'
import { changeIdentities } from '#db/writes/change-identities.ts'
import { insertTeam } from '#db/writes/insert-team.ts'
import { placeAgents } from '#db/writes/place-agents.ts'
import { createDirectory } from '#server/access/directory.ts'
import { type Identity, putIdentity } from '#server/domain/people/identity.ts'
import { T0 } from '#tests/support/entries.ts'
import { fact } from '#tests/support/feed-story.ts'
import { call } from '#tests/support/scenario.ts'
import { createSeatBench } from './seat-bench.ts'

const HOUR = 3600
const SEAT = '1001'
const at = (second: number) => T0 + second * 1000
let bench: Awaited<ReturnType<typeof createSeatBench>>

const named = (second: number, agentNo: string, name?: string) =>
  fact(second, 'agent.profile', { agentNo, name }, { agentId: SEAT })
const put = (given: Pick<Identity, 'agentNo' | 'from' | 'to' | 'source'>) =>
  bench.sql.begin((tx) =>
    changeIdentities(tx, [{ feedId: 'pbx', agentId: SEAT }], (known) =>
      putIdentity(known, { ...given, notedFrom: given.from, notedAt: bench.clock.now(), notedBy: 'user:1' }),
    ),
  )
const place = (teamId: string, from: number) =>
  bench.sql.begin((tx) => placeAgents(tx, { feedId: 'pbx', agentIds: [SEAT], teamId, from }))
const kept = async () =>
  (await readIdentities(bench.sql, [{ feedId: 'pbx', agentId: SEAT }])).map(
    ({ agentNo, source, from, to }) =>
      `${agentNo} ${source} ${(from - T0) / 1000}-${to === null ? '' : (to - T0) / 1000}`,
  )
const row = () => bench.floors.get('pbx')?.agent(SEAT)

beforeEach(async () => {
  bench = await createSeatBench('pbx')
  for (const id of ['north', 'south']) await insertTeam(bench.sql, { id, name: `team ${id}`, createdAt: T0 })
  await bench.directory.refresh()
})
afterEach(async () => {
  expect(bench.errors).toEqual([])
  await bench.close()
})

describe('who sits behind an agent', () => {
  it('[WHO-3] is whom the feed names, from the time it says and until it names another, even all told at once', async () => {
    await bench.tell('pbx', named(0, '8801', '王芳'), named(10, '8802', '李雷'), named(20, '8803'))
    await bench.until(() => bench.directory.identified('pbx', SEAT, at(25)) === '8803')
    await bench.directory.flush()
    expect(await kept()).toEqual(['8801 login 0-10', '8802 login 10-20', '8803 login 20-'])
    expect(bench.directory.find('pbx', SEAT, at(12))).toMatchObject({ agentNo: '8802', name: '李雷' })
    expect(bench.directory.find('pbx', SEAT, at(-1))).toMatchObject({ agentNo: SEAT, name: undefined })
  })

  it('[WHO-3] is whom a login names, and a queue member by its name', async () => {
    await bench.tell(
      'pbx',
      fact(0, 'agent.logged_on', { agentNo: '8801', name: '王芳' }, { agentId: SEAT }),
      fact(10, 'agent.profile', { agentNo: '8802', name: '李雷', by: 'member' }, { agentId: SEAT }),
    )
    await bench.until(() => bench.directory.identified('pbx', SEAT, at(15)) === '8802')
    await bench.directory.flush()
    expect(await kept()).toEqual(['8801 login 0-10', '8802 member 10-'])
  })

  it('[WHO-3] is the same after a start from the log, and noted once', async () => {
    await bench.tell('pbx', named(0, '8801', '王芳'), named(10, '8802', '李雷'))
    await bench.until(() => bench.directory.identified('pbx', SEAT, at(15)) === '8802')
    await bench.directory.flush()
    await put({ agentNo: '8809', from: at(2), to: at(4), source: 'hand' })
    const before = await kept()
    await bench.floors.open('pbx')
    await bench.until(() => row()?.row.agentNo === '8802')
    await bench.directory.flush()
    expect(await kept()).toEqual(before)
  })

  it('[WHO-5] shows on the floor with the person’s name and team, and moves with the person', async () => {
    await bench.tell('pbx', named(0, '8801', '王芳'))
    await bench.until(() => row()?.row.name === '王芳')
    await bench.directory.flush()
    expect(await place('north', at(0))).toEqual([SEAT])
    await bench.until(() => row()?.row.team === 'team north')
    await bench.tell('pbx', named(60, '8802', '李雷'))
    await bench.until(() => row()?.row.agentNo === '8802')
    expect(row()).toMatchObject({ subject: { teamIds: [] }, row: { name: '李雷' } })
    expect(row()?.row.team).toBeUndefined()
  })

  it('[WHO-5] is corrected on rows and on the pages of calls as soon as an interval is', async () => {
    await bench.tell('pbx', named(0, '8801', '王芳'), call('c1').rings(20, SEAT).answers(30))
    await bench.until(() => row()?.row.name === '王芳')
    await bench.directory.flush()
    await put({ agentNo: '8802', from: at(10), to: null, source: 'hand' })
    await bench.until(() => row()?.row.agentNo === '8802')
    const [segment] = bench.floors.get('pbx')?.callView('c1')?.view.segments ?? []
    expect(segment).toMatchObject({ agentNo: '8802' })
    expect(segment?.name).toBeUndefined()
  })

  it('[WHO-5] changes on the floor when an interval begins or ends by itself', async () => {
    await bench.tell('pbx', fact(0, 'agent.profile', { name: '七号位' }, { agentId: SEAT }))
    await bench.until(() => row()?.row.name === '七号位')
    await bench.directory.flush()
    await put({ agentNo: '8801', from: at(HOUR), to: at(2 * HOUR), source: 'roster' })
    await bench.directory.refresh()
    const told: string[] = []
    bench.floors.get('pbx')?.onChange(({ agents }) => agents.has(SEAT) && told.push(row()?.row.agentNo ?? ''))
    bench.reach(HOUR - 1)
    expect(told).toEqual([])
    bench.reach(HOUR + 1)
    expect(told).toEqual(['8801'])
    bench.reach(2 * HOUR + 1)
    expect(told).toEqual(['8801', SEAT])
  })

  it('[WHO-5] is the same person to the database as to the directory', async () => {
    await bench.tell('pbx', fact(-1, 'agent.profile', { name: '七号位' }, { agentId: SEAT }), named(0, '8801', '王芳'))
    await bench.until(() => bench.directory.identified('pbx', SEAT, at(1)) === '8801')
    await bench.directory.flush()
    await place('south', at(100))
    await put({ agentNo: '8802', from: at(200), to: at(300), source: 'hand' })
    await put({ agentNo: '8803', from: at(-300), to: at(-200), source: 'roster' })
    await place('north', at(250))
    await bench.sql.begin((tx) => placeAgents(tx, { feedId: 'pbx', agentIds: [SEAT], teamId: 'north', from: at(-150) }))
    await bench.directory.refresh()
    for (let second = -400; second < 500; second += 25) {
      const [answer] = await bench.sql`
        select agent_no as "agentNo", name, is_identified as "isIdentified", team_id as "teamId"
        from person_at('pbx', ${SEAT}, to_timestamp(${at(second)}::float8 / 1000))`
      const person = bench.directory.find('pbx', SEAT, at(second))
      expect({ second, ...answer }).toEqual({
        second,
        agentNo: person?.agentNo,
        name: person?.name ?? null,
        isIdentified: person?.isIdentified ?? false,
        teamId: person?.teamIds[0] ?? null,
      })
    }
  })

  it('[WHO-3] is nobody where the feed gives an agent its own id for a 工号', async () => {
    await bench.tell('pbx', named(0, SEAT, '王芳'))
    await bench.until(() => row()?.row.name === '王芳')
    await bench.directory.flush()
    expect(await kept()).toEqual([])
    expect(await bench.sql`select 1 from agent where feed_id = ''`).toHaveLength(0)
    expect(bench.directory.find('pbx', SEAT, at(1))).toEqual({ agentNo: SEAT, name: '王芳', teamIds: [] })
  })

  it('[WHO-3] is told to the other servers of this database', async () => {
    const other = await createDirectory({
      sql: bench.sql,
      clock: bench.clock,
      onError: (error) => bench.errors.push(error),
    })
    await bench.tell('pbx', named(0, '8801', '王芳'))
    await bench.until(() => other.find('pbx', SEAT, at(1))?.name === '王芳')
    await other.close()
  })
})
