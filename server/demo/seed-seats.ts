import { findUser } from '#db/queries/find-user.ts'
import { listDuty } from '#db/queries/list-duty.ts'
import { placeAgents } from '#db/writes/place-agents.ts'
import type { AuditEntry } from '../access/audit.ts'
import type { Access } from '../access/auth.ts'
import { createSeatWork, readSiteZone } from '../access/seat-work.ts'
import { inventName } from '../adapters/simulate/staff.ts'
import { PEOPLE } from '../domain/people/person.ts'
import { createRandom } from '../domain/seeded-random.ts'
import { formatSiteTime, shiftDate, siteDate, siteDay } from '../domain/site-time.ts'
import type { DemoAgent } from './read-demo-staff.ts'

const SEATS = 12
/** Left without a roster, so that pages show what is not known. */
const UNROSTERED = 2
const SITE = '总部'
const SHIFTS = [
  ['00:00', '08:00'],
  ['08:00', '16:00'],
  ['16:00', '24:00'],
] as const
const HOUR_MS = 3_600_000
const SHIFT_MS = 8 * HOUR_MS

type Parts = { access: Access; feedId: string; staff: readonly DemoAgent[]; teamOf: (name: string) => string }

const seatOf = (index: number) => `A-${String(index + 1).padStart(2, '0')}`
/** Three people a seat: the tens say which shift. */
const personOf = (index: number, shift: number) => `8${shift + 1}${String(index + 1).padStart(2, '0')}`

/** Seats of the made-up floor with people in three shifts, one of them corrected by hand, and who leads when. */
export const seedSeats = async ({ access, feedId, staff, teamOf }: Parts): Promise<void> => {
  const { database, clock } = access
  const { sql } = database
  const zone = await readSiteZone(sql)
  // The server that runs hears of it from the database.
  const work = createSeatWork({ sql, clock, directory: { flush: async () => {}, refresh: async () => {} } })
  const actor = { kind: 'shell', id: 'demo' } as const
  const note = (action: string): AuditEntry => ({ at: clock.now(), actor, action, subject: 'demo', detail: {} })
  const today = siteDate(clock.now(), zone)
  const first = shiftDate(today, -1)
  const seated = staff.slice(0, SEATS)

  await work.importRows.seats(
    seated.map(({ agentId: extension }, i) => {
      const place = { site: SITE, seat: seatOf(i), feed: feedId, extension }
      return { line: i + 1, ...place, from: first, to: '' }
    }),
    true,
    note('seat.import'),
  )
  const random = createRandom('seats')
  const people = seated.slice(0, -UNROSTERED).flatMap(({ team }, i) =>
    SHIFTS.map(([start, end], shift) => ({
      ...{ agentNo: personOf(i, shift), name: inventName(random), start, end },
      team,
      seat: seatOf(i),
    })),
  )
  const dates = [first, today, shiftDate(today, 1), shiftDate(today, 2)]
  await work.importRows.roster(
    dates.flatMap((date, d) =>
      people.map(({ team: _, ...row }, i) => ({ ...row, line: d * people.length + i + 1, date, site: SITE })),
    ),
    true,
    note('roster.import'),
  )
  const from = siteDay(first, zone)?.from ?? clock.now()
  await sql.begin(async (tx) => {
    for (const team of new Set(people.map((one) => one.team))) {
      const agentIds = people.filter((one) => one.team === team).map(({ agentNo }) => agentNo)
      await placeAgents(tx, { feedId: PEOPLE, agentIds, teamId: teamOf(team), from })
    }
  })
  await correctOne({
    work,
    zone,
    feedId,
    agentId: seated[1]?.agentId ?? '',
    note: note('identity.correct'),
    now: clock.now(),
  })
  await seedDuty({
    access,
    work,
    zone,
    teamIds: [...new Set(staff.map(({ team }) => teamOf(team)))],
    note: note('duty.save'),
  })
}

type Work = ReturnType<typeof createSeatWork>

/** Somebody else sat at the second seat for two hours of the shift before this one. */
const correctOne = async (given: {
  work: Work
  zone: string
  feedId: string
  agentId: string
  note: AuditEntry
  now: number
}) => {
  const { work, zone, feedId, agentId, note, now } = given
  if (agentId === '') return
  const hour = Number(formatSiteTime(now, zone).slice(11, 13))
  const from = Math.floor(now / HOUR_MS) * HOUR_MS - (hour % 8) * HOUR_MS - 4 * HOUR_MS
  await work.correctIdentity(
    { feedId, agentId, agentNo: personOf(0, 2), from, to: from + 2 * HOUR_MS, reason: '临时换座' },
    note,
  )
}

/** The supervisor leads their teams and stands in for the floor manager at a third; the last team has nobody. */
const seedDuty = async (given: {
  access: Access
  work: Work
  zone: string
  teamIds: readonly string[]
  note: AuditEntry
}) => {
  const { access, work, zone, teamIds, note } = given
  const { sql } = access.database
  const [supervisor, chief] = await Promise.all([findUser(sql, 'supervisor'), findUser(sql, 'floor.manager')])
  if (!supervisor || !chief) return
  const now = access.clock.now()
  const hour = Number(formatSiteTime(now, zone).slice(11, 13))
  const begin = Math.floor(now / HOUR_MS) * HOUR_MS - (hour % 8) * HOUR_MS
  const told = await listDuty(sql, { from: begin, to: begin + SHIFT_MS, teams: 'all' })
  if (told.length > 0) return
  for (const [i, teamId] of teamIds.slice(0, -1).entries()) {
    const isStandIn = i === 2
    const userId = i <= 2 ? supervisor.id : chief.id
    for (const day of isStandIn ? [0] : [0, 1, 2]) {
      const from = begin + day * 3 * SHIFT_MS
      const standsIn = isStandIn ? { standsInFor: chief.id } : {}
      await work.saveDuty({ userId, teamId, from, to: from + SHIFT_MS, ...standsIn }, note)
    }
  }
}
