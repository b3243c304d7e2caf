import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readRows } from '#app/(desk)/settings/_parts/read-csv.ts'
import { listSeats } from '#db/queries/list-seats.ts'
import { listShifts } from '#db/queries/list-shifts.ts'
import { readIdentities } from '#db/queries/read-identities.ts'
import { createSeatWork } from '#server/access/seat-work.ts'
import type { FileKind } from '#server/domain/people/file-columns.ts'
import { formatSiteTime } from '#server/domain/site-time.ts'
import { toCsv } from '#server/http/exports/csv.ts'
import { createSeatExports } from '#server/http/exports/seats.ts'
import { T0 } from '#tests/support/entries.ts'
import { fact } from '#tests/support/feed-story.ts'
import { viewerOf } from '#tests/support/viewers.ts'
import { createSeatBench } from './seat-bench.ts'

const ZONE = 'Asia/Shanghai'
let bench: Awaited<ReturnType<typeof createSeatBench>>
let work: ReturnType<typeof createSeatWork>

const note = () => ({
  at: bench.clock.now(),
  actor: { kind: 'user', id: 'u1' } as const,
  action: 'test',
  subject: 'test',
  detail: {},
})
const seat = (line: number, name: string, extension: string, from = '2026-11-01', to = '', site = '') => ({
  ...{ line, site, seat: name, feed: 'pbx', extension, from, to },
})
const who = (line: number, agentNo: string, from: string, to: string, extension = '1001') => ({
  ...{ line, feed: 'pbx', extension, agentNo, name: '', from, to },
})
const shift = (line: number, agentNo: string, date: string, start: string, end: string, place = '') => ({
  ...{ line, agentNo, name: `name ${agentNo}`, date, start, end, site: '', seat: place },
})
const reasons = (answer: { lines: { line: number; outcome: string; reason?: { key: string } }[] }) =>
  answer.lines.map(({ line, outcome, reason }) => `${line} ${reason?.key ?? outcome}`)

const identities = async (agentId = '1001') =>
  (await readIdentities(bench.sql, [{ feedId: 'pbx', agentId }])).map(({ agentNo, source, from, to }) =>
    [agentNo, source, formatSiteTime(from, ZONE), to === null ? '' : formatSiteTime(to, ZONE)].join(' '),
  )
const audits = async () => (await bench.sql`select action from audit`).length

beforeEach(async () => {
  bench = await createSeatBench('pbx')
  work = createSeatWork(bench)
})
afterEach(async () => {
  expect(bench.errors).toEqual([])
  await bench.close()
})

describe('a file of seats', () => {
  it('is looked at without being kept, then kept whole, and is the same when read again', async () => {
    const rows = [seat(2, 'A-1', '1001'), seat(3, 'A-2', "'+1002"), seat(4, 'A-1', '1003', '2026-12-01 08:00')]
    expect(await work.importRows.seats(rows, false, note())).toMatchObject({ applied: false, added: 3 })
    expect(await listSeats(bench.sql, null)).toEqual([])
    expect(await audits()).toBe(0)
    expect(await work.importRows.seats(rows, true, note())).toMatchObject({ applied: true, added: 3 })
    expect(await audits()).toBe(1)
    const kept = await listSeats(bench.sql, null)
    expect(kept.map(({ name, agentId, to }) => [name, agentId, to && formatSiteTime(to, ZONE)])).toEqual([
      ['A-1', '1001', '2026-12-01 08:00'],
      ['A-1', '1003', null],
      ['A-2', '+1002', null],
    ])
    const exported = [seat(2, 'A-1', '1001', '2026-11-01', '2026-12-01 08:00'), ...rows.slice(1)]
    expect(await work.importRows.seats(exported, true, note())).toMatchObject({
      same: 3,
      added: 0,
      changed: 0,
      refused: 0,
    })
  })

  it('tells why a row cannot be, and takes the others', async () => {
    const rows = [
      seat(2, 'A-1', '1001'),
      seat(3, '', '1002'),
      seat(4, 'A-2', '1001'),
      { ...seat(5, 'A-3', '1005'), feed: 'pbx9' },
      seat(6, 'A-4', '1006', 'soon'),
      seat(7, 'A-5', '1007', '2026-11-05', '2026-11-01'),
      seat(8, 'A-6', ''),
      seat(9, 'A-1', '1009', '2026-10-01', '2026-11-20'),
    ]
    const answer = await work.importRows.seats(rows, true, note())
    expect(reasons(answer)).toEqual([
      '3 noSeatNamed',
      '4 deviceElsewhere',
      '5 noFeedNamed',
      '6 noTime',
      '7 endsBeforeItBegins',
      '8 noExtension',
      '9 seatOverlaps',
      '2 added',
    ])
    expect(await listSeats(bench.sql, null)).toHaveLength(1)
  })
})

describe('a file of who sat where', () => {
  it('[WHO-2] overrides what the feed said and not what a person said', async () => {
    await bench.tell('pbx', fact(0, 'agent.profile', { agentNo: '8801', name: '王芳' }, { agentId: '1001' }))
    await bench.until(() => bench.directory.identified('pbx', '1001', T0 + 1000) === '8801')
    const hand = {
      feedId: 'pbx',
      agentId: '1001',
      agentNo: '8809',
      from: T0 + 3_600_000,
      to: T0 + 7_200_000,
      reason: 'x',
    }
    await work.correctIdentity(hand, note())
    const rows = [
      who(2, '8802', '2026-11-02 10:00', '2026-11-02 10:30'),
      who(3, '8802', '2026-11-02 09:30', '2026-11-02 10:30'),
      who(4, '8803', '2026-11-01', '2026-11-02'),
      who(5, '', '2026-11-01', '2026-11-02'),
    ]
    const preview = await work.importRows.identities(rows, false, note())
    const applied = await work.importRows.identities(rows, true, note())
    expect(applied).toEqual({ ...preview, applied: true })
    expect(reasons(applied)).toEqual(['2 correctedByHand', '5 noAgentNo', '3 changed', '4 added'])
    expect(await identities()).toEqual([
      '8803 roster 2026-11-01 00:00 2026-11-02 00:00',
      '8801 login 2026-11-02 09:00 2026-11-02 09:30',
      '8802 roster 2026-11-02 09:30 2026-11-02 10:00',
      '8809 hand 2026-11-02 10:00 2026-11-02 11:00',
      '8801 login 2026-11-02 11:00 ',
    ])
    const exported = [
      who(2, '8801', '2026-11-02 09:00', '2026-11-02 09:30'),
      who(3, '8809', '2026-11-02 10:00', '2026-11-02 11:00'),
      who(4, '8801', '2026-11-02 11:00', ''),
    ]
    expect(await work.importRows.identities(exported, true, note())).toMatchObject({ same: 3, refused: 0 })
  })

  it('[WHO-4] can be taken back, what the feed said cannot', async () => {
    await bench.tell('pbx', fact(0, 'agent.profile', { agentNo: '8801', name: '王芳' }, { agentId: '1001' }))
    await bench.until(() => bench.directory.identified('pbx', '1001', T0 + 1000) === '8801')
    await bench.directory.flush()
    const before = await identities()
    await work.importRows.identities([who(2, '8802', '2026-11-02 09:30', '2026-11-02 10:30')], true, note())
    await work.takeBackIdentity({ feedId: 'pbx', agentId: '1001', from: T0 + 1_800_000 }, note())
    expect(await identities()).toEqual(before)
    await expect(work.takeBackIdentity({ feedId: 'pbx', agentId: '1001', from: T0 }, note())).rejects.toMatchObject({
      code: 'not_found',
    })
  })
})

describe('what was exported', () => {
  /** As a spreadsheet gives it back. */
  const exported = async (name: string) => {
    const one = createSeatExports(bench).find((file) => file.name === name)
    const rows = (await one?.rows(viewerOf('manager', 'all'), new URLSearchParams())) ?? []
    const read = readRows(
      name as FileKind,
      new TextEncoder().encode(toCsv(one?.header ?? [], rows)).buffer as ArrayBuffer,
    )
    return read.ok ? read.rows.map(({ line, cells }) => ({ line, ...cells })) : []
  }

  it('changes nothing when it is read again', async () => {
    await bench.tell('pbx', fact(0.123, 'agent.profile', { agentNo: '8801', name: '=王芳' }, { agentId: '1001' }))
    await bench.until(() => bench.directory.identified('pbx', '1001', T0 + 1000) === '8801')
    await work.importRows.seats(
      [seat(2, '＋A-1', '-1001'), seat(3, 'A-2', '1001', '2026-11-01 08:30', '2026-12-01')],
      true,
      note(),
    )
    await work.importRows.roster(
      [shift(2, '8802', '2026-11-02', '22:00', '06:00', 'A-2'), shift(3, '8803', '2026-11-03', '16:00', '24:00')],
      true,
      note(),
    )
    const nothing = { added: 0, changed: 0, refused: 0 }
    const files = [await exported('seats'), await exported('identities'), await exported('roster')] as never[][]
    expect(files.map(({ length }) => length)).toEqual([2, 3, 2])
    expect(await work.importRows.seats(files[0] ?? [], true, note())).toMatchObject({ ...nothing, same: 2 })
    expect(await work.importRows.identities(files[1] ?? [], true, note())).toMatchObject({ ...nothing, same: 3 })
    expect(await work.importRows.roster(files[2] ?? [], true, note())).toMatchObject({ ...nothing, same: 2 })
    expect(bench.directory.find('pbx', '1001', T0 + 1000)?.name).toBe('=王芳')
  })
})

describe('a roster', () => {
  beforeEach(async () => {
    await work.importRows.seats(
      [
        seat(2, 'A-1', '1001'),
        seat(3, 'A-2', '1002'),
        seat(4, 'B-1', '1003', '2026-11-01', '', '南楼'),
        seat(5, 'B-1', '1004', '2026-11-01', '', '北楼'),
      ],
      true,
      note(),
    )
  })

  it('[DUTY-3] puts people at the devices of their seats, across midnight too, and moves them when it changes', async () => {
    await work.importRows.roster(
      [
        shift(2, '8801', '2026-11-02', '08:00', '16:00', 'A-1'),
        shift(3, '8802', '2026-11-02', '22:00', '06:00', 'A-1'),
      ],
      true,
      note(),
    )
    expect(await identities()).toEqual([
      '8801 roster 2026-11-02 08:00 2026-11-02 16:00',
      '8802 roster 2026-11-02 22:00 2026-11-03 06:00',
    ])
    expect(bench.directory.find('pbx', '1001', T0)).toMatchObject({ agentNo: '8801', name: 'name 8801' })
    const moved = await work.importRows.roster([shift(2, '8801', '2026-11-02', '08:00', '12:00', 'A-2')], true, note())
    expect(moved).toMatchObject({ changed: 1 })
    expect(await identities()).toEqual(['8802 roster 2026-11-02 22:00 2026-11-03 06:00'])
    expect(await identities('1002')).toEqual(['8801 roster 2026-11-02 08:00 2026-11-02 12:00'])
    await work.removeShift({ agentNo: '8801', from: Date.parse('2026-11-02T00:00Z') }, note())
    expect(await identities('1002')).toEqual([])
  })

  it('[DUTY-3] goes from seat to seat with the device a seat has then', async () => {
    await work.importRows.seats([seat(2, 'A-1', '1009', '2026-11-02 12:00')], true, note())
    await work.importRows.roster([shift(2, '8801', '2026-11-02', '08:00', '16:00', 'A-1')], true, note())
    expect(await identities()).toEqual(['8801 roster 2026-11-02 08:00 2026-11-02 12:00'])
    expect(await identities('1009')).toEqual(['8801 roster 2026-11-02 12:00 2026-11-02 16:00'])
  })

  it('tells why a shift cannot be', async () => {
    const rows = [
      shift(2, '8801', '2026-11-02', '08:00', '16:00', 'A-1'),
      shift(3, '8801', '2026-11-02', '15:00', '18:00'),
      shift(4, '8802', '2026-11-02', '15:00', '18:00', 'A-1'),
      shift(5, '8802', '2026-11-02', '15:00', '18:00', 'Z-9'),
      shift(6, '8802', '2026-11-02', '15:00', '18:00', 'B-1'),
      shift(7, '8802', '2026-11-02', '3 pm', '18:00'),
      { ...shift(8, '8803', '2026-11-02', '15:00', '18:00', 'B-1'), site: '北楼' },
    ]
    const answer = await work.importRows.roster(rows, true, note())
    expect(reasons(answer)).toEqual([
      '3 shiftOverlaps',
      '4 seatTaken',
      '5 noSeatThen',
      '6 seatOfManySites',
      '7 noShift',
      '2 added',
      '8 added',
    ])
    expect(await identities('1004')).toHaveLength(1)
    const day = { from: T0 - 86_400_000, to: T0 + 86_400_000 }
    expect(await listShifts(bench.sql, { ...day, teams: 'all' })).toHaveLength(2)
    expect(await listShifts(bench.sql, { ...day, teams: ['north'] })).toEqual([])
  })
})
