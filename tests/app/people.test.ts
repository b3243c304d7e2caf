import { describe, expect, test } from 'vitest'
import { cutRows } from '#app/_files/cut-rows.ts'
import { readTable } from '#app/_files/read-table.ts'
import { previewRows } from '#app/_people/send-rows.ts'
import { byFeed, keysBetween, selectPeople, toPeople, UNPLACED } from '#app/(desk)/settings/agents/_model/people.ts'
import { PLACEMENT_COLUMNS, readColumns } from '#server/domain/people/columns.ts'
import { planPlacements } from '#server/domain/people/plan-placements.ts'
import { planScenarios } from '#server/domain/people/plan-scenarios.ts'
import { changesBetween } from '#server/domain/scenario-map.ts'
import { dayOf, instantOf, startOfDay, wallOf } from '#server/domain/zoned-day.ts'
import { toCsv } from '#server/http/exports/csv.ts'

const NOW = Date.UTC(2026, 0, 5, 1)
const bytes = (text: string) => new TextEncoder().encode(text).buffer as ArrayBuffer
const agent = (agentId: string, more: Partial<Parameters<typeof toPeople>[0][number]> = {}) => ({
  feedId: 'pbx',
  agentId,
  agentNo: agentId,
  name: null,
  seat: null,
  firstSeenAt: NOW,
  queues: [],
  spans: [],
  ...more,
})

describe('the list of agents', () => {
  const people = toPeople(
    [
      agent('1001', { name: '李静', queues: ['billing'], spans: [['a', NOW - 10, null]] }),
      agent('1002', { queues: ['billing', 'sales'], spans: [['a', NOW - 10, NOW - 5]] }),
      agent('2001', { feedId: 'other', spans: [['b', NOW + 5, null]] }),
    ],
    NOW,
  )
  const filter = { q: '', feed: '', queue: '', team: '' }
  const numbers = (change: Partial<typeof filter>) =>
    selectPeople(people, { ...filter, ...change }).shown.map(({ agentNo }) => agentNo)

  test('counts who is in which team now: who left and who has yet to come is in none', () => {
    const { counts, fitting } = selectPeople(people, filter)
    expect([...counts]).toEqual([
      ['a', 1],
      [UNPLACED, 2],
    ])
    expect(fitting).toBe(3)
  })

  test('[ORG-6] shows the device of a seat in its team and does not count it there', () => {
    const span: [string, number, null] = ['a', NOW - 10, null]
    const seated = toPeople([agent('1001', { spans: [span] }), agent('1002', { seat: 'A-01', spans: [span] })], NOW)
    const { shown, counts } = selectPeople(seated, { ...filter, team: 'a' })
    expect([shown.length, counts.get('a')]).toEqual([2, 1])
  })

  test('is narrowed by number, name, feed, queue and team; the counts of teams follow all but the team', () => {
    expect(numbers({ q: ' 静 ' })).toEqual(['1001'])
    expect(numbers({ q: '100' })).toEqual(['1001', '1002'])
    expect(numbers({ feed: 'other' })).toEqual(['2001'])
    expect(numbers({ queue: 'sales' })).toEqual(['1002'])
    expect(numbers({ team: UNPLACED })).toEqual(['1002', '2001'])
    expect(selectPeople(people, { ...filter, queue: 'billing', team: 'b' }).counts.get('a')).toBe(1)
  })

  test('gives a range either way round, and ids by feed as the server takes them', () => {
    expect(keysBetween(people, 2, 1)).toEqual([people[1]?.key, people[2]?.key])
    expect(byFeed(people)).toEqual([
      { feed: 'pbx', agentIds: ['1001', '1002'] },
      { feed: 'other', agentIds: ['2001'] },
    ])
  })
})

describe('[ORG-4] a file', () => {
  test('is read with a mark, quotes, tabs or in the encoding Chinese spreadsheets use, with the numbers of its lines', () => {
    expect(readTable(bytes('\ufeffagent_no,team\r\n1001,"A, B"\r\n\r\n1002,C'))).toEqual([
      { line: 1, cells: ['agent_no', 'team'] },
      { line: 2, cells: ['1001', 'A, B'] },
      { line: 4, cells: ['1002', 'C'] },
    ])
    expect(readTable(bytes('a\tb\n1\t2'))?.[1]?.cells).toEqual(['1', '2'])
    const gb = Uint8Array.from([0xb9, 0xa4, 0xba, 0xc5, 0x2c, 0xb0, 0xe0, 0xd7, 0xe9]).buffer
    expect(readTable(gb)?.[0]?.cells).toEqual(['工号', '班组'])
    expect(readTable(bytes('"a'))).toBeNull()
  })

  test('names its columns in either language, in any order; one that lacks a column is none of ours', () => {
    const lines = (...cells: string[][]) => cells.map((row, index) => ({ line: index + 1, cells: row }))
    expect(readColumns(lines(['班组', '工号'], ['A', '1001']), PLACEMENT_COLUMNS, ['agentNo', 'team'])).toEqual([
      { line: 2, agentNo: '1001', team: 'A', name: '', feed: '', from: '' },
    ])
    expect(readColumns(lines(['工号'], ['1001']), PLACEMENT_COLUMNS, ['agentNo', 'team'])).toBeNull()
    expect(readColumns([], PLACEMENT_COLUMNS, ['agentNo'])).toBeNull()
  })

  test('that was taken away can be brought back: nothing changes, and no formula guard is left', () => {
    const spans = [{ teamId: 'a', from: Date.UTC(2026, 0, 4, 18), to: null }]
    const known = {
      agents: [{ feedId: 'pbx', agentId: '1001', agentNo: '=1001', spans }],
      teams: [{ id: 'a', name: '+Team "A"' }],
      zone: 'Asia/Shanghai',
      now: NOW,
    }
    const exported = toCsv(
      ['agent_no', 'name', 'feed', 'team', 'from'],
      [['=1001', '', 'pbx', '+Team "A"', '2026-01-05']],
    )
    expect(exported).toContain("'=1001")
    const rows = readColumns(readTable(bytes(exported)) ?? [], PLACEMENT_COLUMNS, ['agentNo', 'team']) ?? []
    const { lines, moves } = planPlacements(rows, known)
    expect(lines.map(({ kind }) => kind)).toEqual(['unchanged'])
    expect(moves).toEqual([])
  })

  test('goes up in parts that fit into one message, and is shown with the last', async () => {
    const rows = Array.from({ length: 1200 }, (_, n) => ({ n, text: '班'.repeat(60) }))
    const parts = cutRows(rows)
    expect(parts.flat()).toEqual(rows)
    for (const part of parts) expect(new TextEncoder().encode(JSON.stringify(part)).length).toBeLessThan(60_000)
    const steps: string[] = []
    await previewRows(
      async ({ step }) => {
        steps.push(step)
        return { ok: true }
      },
      'u',
      rows,
    )
    expect(steps).toEqual([...parts.slice(1).map(() => 'more'), 'preview'])
    const refused = await previewRows(async () => ({ ok: false, code: 'too_large', message: '' }), 'u', rows)
    expect(refused).toMatchObject({ ok: false, code: 'too_large' })
  })

  test('of scenarios adds and changes and takes nothing out', () => {
    const map = [
      { kind: 'queue' as const, key: 'a', scenario: 'inquiry' as const },
      { kind: 'queue' as const, key: 'b', scenario: 'inquiry' as const },
    ]
    const row = (line: number, key: string, scenario: string) => ({ line, kind: 'queue', key, scenario })
    const plan = planScenarios(
      [row(2, 'a', 'complaint'), row(3, 'c', 'inquiry'), row(4, 'c', 'x'), row(5, 'a', 'inquiry')],
      map,
    )
    expect(plan.counts).toEqual({ added: 1, changed: 1, unchanged: 0, refused: 2 })
    expect(changesBetween(map, [{ kind: 'queue', key: 'a', scenario: 'complaint' }])).toEqual([
      { kind: 'queue', key: 'a', scenario: 'complaint' },
      { kind: 'queue', key: 'b', scenario: null },
    ])
  })
})

describe('days and times of the site', () => {
  test('a day begins where the site is; what is no day is none', () => {
    expect(startOfDay('2026-01-05', 'Asia/Shanghai')).toBe(Date.parse('2026-01-05T00:00:00+08:00'))
    expect(startOfDay('2026/1/5', 'Asia/Shanghai')).toBe(Date.parse('2026-01-05T00:00:00+08:00'))
    expect(startOfDay('2026-07-01', 'Europe/Berlin')).toBe(Date.parse('2026-07-01T00:00:00+02:00'))
    for (const text of ['2026-02-30', '2026-13-01', 'today', ''])
      expect(startOfDay(text, 'Asia/Shanghai')).toBeUndefined()
    expect(dayOf(Date.parse('2026-01-05T00:00:00+08:00'), 'Asia/Shanghai')).toBe('2026-01-05')
  })

  test('wall time comes back as the same instant, also on the day the clocks change', () => {
    for (const zone of ['Asia/Shanghai', 'Europe/Berlin', 'America/New_York']) {
      for (const at of [Date.UTC(2026, 2, 29, 12, 30, 15), Date.UTC(2026, 0, 5), Date.UTC(2026, 9, 25, 20)])
        expect(instantOf(wallOf(at, zone), zone)).toBe(at)
    }
  })
})
