import { assignQueue } from '#db/writes/assign-queue.ts'
import { insertTeam } from '#db/writes/insert-team.ts'
import { placeAgents } from '#db/writes/place-agents.ts'
import { addAgents } from '#db/writes/upsert-agents.ts'
import { createSeatWork } from '#server/access/seat-work.ts'
import { LINES } from '#server/adapters/simulate/staff.ts'
import { systemClock } from '#server/clock.ts'
import { PEOPLE } from '#server/domain/people/person.ts'
import { siteDate } from '#server/domain/site-time.ts'
import type { Product } from '#tests/support/product.ts'
import type { Book, Side } from './book.ts'
import { type CanaryFloor, QUEUES_OF_A } from './floor.ts'

const HOUR_MS = 3_600_000
/** Since before the first shift of the day. */
const BEFORE_MS = 24 * HOUR_MS
const PEOPLE_OF_A_TEAM = 3

type Parts = { product: Product; book: Book; floor: CanaryFloor; feedId: string; startMs: number }
export type Lead = { side: Side; username: string; cookie: string }

/** Two teams with their agents, queues, rosters and duties, and for each a supervisor who is signed in. */
export const foundTeams = async ({
  product,
  book,
  floor,
  feedId,
  startMs,
}: Parts): Promise<Record<'a' | 'b', Lead>> => {
  const { sql } = product
  const from = startMs - BEFORE_MS
  const work = createSeatWork({
    sql,
    clock: systemClock,
    directory: { flush: async () => {}, refresh: async () => {} },
  })
  const actor = { kind: 'shell', id: 'tests' } as const
  const note = (action: string) => ({ at: systemClock.now(), actor, action, subject: 'tests', detail: {} })

  const found = async (side: 'a' | 'b'): Promise<Lead> => {
    const teamId = `team-${side}`
    await insertTeam(sql, { id: teamId, name: book.plant(side, 'team'), createdAt: from })
    const agentIds = floor.agentsOf(side)
    const people = Array.from({ length: PEOPLE_OF_A_TEAM }, () => ({
      agentNo: book.plant(side, 'rosterno'),
      name: book.plant(side, 'roster'),
    }))
    await work.importRows.roster(
      people.map((person, i) => ({
        line: i + 1,
        ...person,
        date: siteDate(systemClock.now(), 'Asia/Shanghai'),
        start: '00:00',
        end: '24:00',
        site: '',
        seat: '',
      })),
      true,
      note('roster.import'),
    )
    await sql.begin(async (tx) => {
      await addAgents(tx, { feedId, agentIds, firstSeenAt: from })
      await placeAgents(tx, { feedId, agentIds, teamId, from })
      await placeAgents(tx, { feedId: PEOPLE, agentIds: people.map(({ agentNo }) => agentNo), teamId, from })
    })
    for (const { queueId } of LINES)
      if (QUEUES_OF_A.includes(queueId) === (side === 'a')) await assignQueue(sql, { feedId, queueId, teamId, from })
    const username = book.plant(side, 'user')
    const password = await product.addUser(username, 'supervisor', [teamId])
    const [user] = await sql<{ id: string }[]>`select id from app_user where username = ${username}`
    await work.saveDuty(
      { userId: user?.id ?? '', teamId, from: systemClock.now(), to: systemClock.now() + HOUR_MS },
      note('duty.save'),
    )
    return { side, username, cookie: await product.signIn(username, password) }
  }
  const a = await found('a')
  return { a, b: await found('b') }
}
