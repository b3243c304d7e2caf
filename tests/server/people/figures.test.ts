import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { loadPersonFigures, type PersonFigures } from '#db/queries/person-figures.ts'
import { changeIdentities } from '#db/writes/change-identities.ts'
import { insertTeam } from '#db/writes/insert-team.ts'
import { placeAgents } from '#db/writes/place-agents.ts'
import { type Identity, putIdentity } from '#server/domain/people/identity.ts'
import { T0 } from '#tests/support/entries.ts'
import { fact } from '#tests/support/feed-story.ts'
import { call } from '#tests/support/scenario.ts'
import { createSeatBench } from './seat-bench.ts'

const HOUR = 3600
const SEAT = '1001'
const at = (second: number) => T0 + second * 1000
let bench: Awaited<ReturnType<typeof createSeatBench>>

const arrives = (second: number, agentNo: string, name: string, agentId = SEAT) =>
  fact(second, 'agent.profile', { agentNo, name }, { agentId })
const talk = (id: string, from: number, seconds: number, agentId = SEAT) =>
  call(id)
    .rings(from - 10, agentId)
    .answers(from)
    .step(from + 1, 'opening')
    .hangsUp(from + seconds, 'customer')

const figures = (more: Partial<Parameters<typeof loadPersonFigures>[1]> = {}) =>
  loadPersonFigures(bench.sql, { from: at(0), to: at(26 * HOUR), teams: 'all', ...more })
const told = (rows: readonly PersonFigures[]) =>
  rows
    .map(({ agentNo, name, handled, talkMs }) => `${agentNo} ${name ?? '-'}: ${handled} calls, ${talkMs / 1000} s`)
    .toSorted()
const correct = async (given: Pick<Identity, 'agentNo' | 'from' | 'to'>, feedId = 'pbx', agentId = SEAT) => {
  const noted = { source: 'hand', notedFrom: given.from, notedAt: bench.clock.now(), notedBy: 'user:1' } as const
  await bench.sql.begin((tx) =>
    changeIdentities(tx, [{ feedId, agentId }], (known) => putIdentity(known, { ...given, ...noted })),
  )
}
/** So many handled calls are in the record, and whom the feed named is written. */
const recorded = async (calls: number) => {
  await bench.until(async () => (await figures()).reduce((sum, { handled }) => sum + handled, 0) === calls)
  await bench.directory.flush()
}

beforeEach(async () => {
  bench = await createSeatBench('pbx', 'chat')
})
afterEach(async () => {
  expect(bench.errors).toEqual([])
  await bench.close()
})

/** One seat, three shifts: two calls in the first, three in the second, one in the third. */
const threeShifts = async () => {
  await bench.tell(
    'pbx',
    arrives(0, '8801', '王芳'),
    talk('a1', HOUR, 100),
    talk('a2', 2 * HOUR, 200),
    arrives(8 * HOUR, '8802', '李雷'),
    talk('b1', 9 * HOUR, 60),
    talk('b2', 10 * HOUR, 60),
    talk('b3', 11 * HOUR, 60),
    arrives(16 * HOUR, '8803', '韩梅'),
    talk('c1', 17 * HOUR, 300),
  )
  await recorded(6)
}

describe('figures of people', () => {
  it('[WHO-6] three shifts at one seat are three people', async () => {
    await threeShifts()
    expect(told(await figures())).toEqual([
      '8801 王芳: 2 calls, 300 s',
      '8802 李雷: 3 calls, 180 s',
      '8803 韩梅: 1 calls, 300 s',
    ])
    expect(await figures()).toContainEqual({
      agentNo: '8802',
      name: '李雷',
      isIdentified: true,
      feedId: null,
      agentId: null,
      handled: 3,
      talkMs: 180_000,
      holdMs: 0,
      ringMs: 30_000,
      stepsSkipped: 0,
    })
  })

  it('[WHO-6] a corrected interval moves its calls to the right person, with nothing made again', async () => {
    await threeShifts()
    await correct({ agentNo: '8803', from: at(9.5 * HOUR), to: at(12 * HOUR) })
    expect(told(await figures())).toEqual([
      '8801 王芳: 2 calls, 300 s',
      '8802 李雷: 1 calls, 60 s',
      '8803 韩梅: 3 calls, 420 s',
    ])
    await correct({ agentNo: '8804', from: at(0), to: at(24 * HOUR) })
    expect(told(await figures())).toEqual(['8804 -: 6 calls, 780 s'])
  })

  it('[WHO-6] a call across the change of shift belongs to who answered, one nobody answered to whom it was offered', async () => {
    await bench.tell(
      'pbx',
      arrives(0, '8801', '王芳'),
      // Answered before the change and ended long after it.
      call('long')
        .rings(8 * HOUR - 70, SEAT)
        .answers(8 * HOUR - 60)
        .hangsUp(8 * HOUR + 3600, 'customer'),
      // Rings at the change, answered by the next.
      call('late')
        .rings(8 * HOUR - 5, SEAT)
        .answers(8 * HOUR + 5)
        .hangsUp(8 * HOUR + 105, 'customer'),
      call('lost')
        .rings(8 * HOUR - 20, SEAT)
        .doesNotAnswer(8 * HOUR + 10)
        .hangsUp(8 * HOUR + 11, 'customer'),
      arrives(8 * HOUR, '8802', '李雷'),
    )
    await recorded(2)
    expect(told(await figures())).toEqual(['8801 王芳: 1 calls, 3660 s', '8802 李雷: 1 calls, 100 s'])
    expect(Object.fromEntries((await figures()).map(({ agentNo, ringMs }) => [agentNo, ringMs]))).toEqual({
      8801: 10_000 + 30_000,
      8802: 10_000,
    })
  })

  it('[WHO-6] they add up to the figures of the seat', async () => {
    await threeShifts()
    await correct({ agentNo: '8803', from: at(9.5 * HOUR), to: at(12 * HOUR) })
    const [sum] = await bench.sql<{ handled: number; talk: number; ring: number }[]>`
      select sum(handled)::float8 as handled, sum(talk_ms)::float8 as talk, sum(ring_ms)::float8 as ring
      from call_interval where agent_id <> ''`
    const rows = await figures({ agent: { feedId: 'pbx', agentId: SEAT } })
    const total = (name: 'handled' | 'talkMs' | 'ringMs') => rows.reduce((all, row) => all + row[name], 0)
    expect([total('handled'), total('talkMs'), total('ringMs')]).toEqual([sum?.handled, sum?.talk, sum?.ring])
  })

  it('[WHO-7] one person on two feeds has one row, and equal numbers of agents alone join nothing', async () => {
    await bench.tell('pbx', arrives(0, '8801', '王芳'), talk('a1', HOUR, 100), talk('x1', HOUR, 50, '2002'))
    await bench.tell(
      'chat',
      arrives(0, '8801', '王芳', 'w1'),
      talk('k1', HOUR + 300, 40, 'w1'),
      talk('y1', HOUR, 70, '2002'),
    )
    await recorded(4)
    expect(told(await figures())).toEqual([
      '2002 -: 1 calls, 50 s',
      '2002 -: 1 calls, 70 s',
      '8801 王芳: 2 calls, 140 s',
    ])
    expect(
      (await figures())
        .filter(({ agentNo }) => agentNo === '2002')
        .map(({ feedId }) => feedId)
        .toSorted(),
    ).toEqual(['chat', 'pbx'])
  })

  it('[WHO-8] a scope of teams gets those who were in them then', async () => {
    for (const id of ['north', 'south']) await insertTeam(bench.sql, { id, name: id, createdAt: T0 })
    await threeShifts()
    await bench.sql.begin(async (tx) => {
      await placeAgents(tx, { feedId: 'pbx', agentIds: [SEAT], teamId: 'south', from: at(0) })
      await placeAgents(tx, { feedId: 'pbx', agentIds: [SEAT], teamId: 'north', from: at(8 * HOUR) })
    })
    const names = async (teams: string[]) => (await figures({ teams })).map(({ agentNo }) => agentNo).toSorted()
    expect(await names(['south'])).toEqual(['8801'])
    expect(await names(['north'])).toEqual(['8802'])
    expect(await names([])).toEqual([])
  })
})
