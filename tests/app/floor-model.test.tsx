import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Stream } from '#app/_live/stream.ts'
import { listAlertCards } from '#app/(desk)/floor/_model/alert-cards.ts'
import { createArranger } from '#app/(desk)/floor/_model/arrange.ts'
import { compareAttention } from '#app/(desk)/floor/_model/attention.ts'
import type { FloorEntry } from '#app/(desk)/floor/_model/entry.ts'
import { EMPTY_FILTER, type FloorFilter, isFiltered, NONE } from '#app/(desk)/floor/_model/filter.ts'
import { summariseFloor } from '#app/(desk)/floor/_model/summary.ts'
import type { Sort } from '#app/(desk)/floor/search-params.ts'
import type { QueueRow } from '#server/protocol/live.ts'
import { makeAlert, makeCall, makeEntry } from './rows.ts'

const busy = { state: 'busy', sub: 'talking' } as const
const ids = (entries: readonly FloorEntry[]) => entries.map(({ row }) => row.agentId)

/** Agents the page shows for a filter and an order. */
const show = (data: FloorEntry[], filter: Partial<FloorFilter>, sort: Sort = 'attention', isDescending = false) =>
  ids(createArranger()(data, { ...EMPTY_FILTER, ...filter }, { sort, isDescending }, 'zh-CN'))

describe('order by attention', () => {
  test('puts worse alerts first, then older ones, then calls by their length, then the rest', () => {
    const entries = [
      makeEntry('away', { state: 'logged_off' }),
      makeEntry('idle', {}),
      makeEntry('short', { ...busy, call: makeCall({ answeredAt: 9000 }) }),
      makeEntry('long', { ...busy, call: makeCall({ answeredAt: 3000 }) }),
      makeEntry('minor', { ...busy, alerts: [makeAlert({ severity: 'minor', dueAt: 1 })] }),
      makeEntry('major-new', { ...busy, alerts: [makeAlert({ dueAt: 800 })] }),
      makeEntry('major-old', { ...busy, alerts: [makeAlert({ dueAt: 100 })] }),
      makeEntry('critical', { ...busy, alerts: [makeAlert({ severity: 'critical', dueAt: 999 })] }),
    ]
    expect(ids([...entries].sort(compareAttention))).toEqual([
      'critical',
      'major-old',
      'major-new',
      'minor',
      'long',
      'short',
      'idle',
      'away',
    ])
  })

  test('is the same whatever order rows come in', () => {
    const entries = ['3', '1', '2', '5', '4'].map((id) => makeEntry(id, { since: 7 }))
    const sorted = ids([...entries].sort(compareAttention))
    expect(ids([...entries].reverse().sort(compareAttention))).toEqual(sorted)
    expect(sorted).toEqual(['1', '2', '3', '4', '5'])
  })

  test('does not count alerts that are put right or resolved', () => {
    const entries = [
      makeEntry('a', { ...busy, alerts: [makeAlert({ severity: 'critical', condition: 'put_right' })], since: 5 }),
      makeEntry('b', { ...busy, alerts: [makeAlert({ severity: 'critical', handling: 'resolved' })], since: 6 }),
      makeEntry('c', { ...busy, alerts: [makeAlert({ severity: 'minor' })], since: 7 }),
    ]
    expect(ids([...entries].sort(compareAttention))).toEqual(['c', 'a', 'b'])
  })
})

describe('filter and order of the table', () => {
  const floor = [
    makeEntry('1001', {
      name: '甲子',
      teamId: 't1',
      team: '一组',
      ...busy,
      call: makeCall({ queueId: 'q1', scenario: 'complaint', current: 'opening', answeredAt: 5000 }),
    }),
    makeEntry('1002', {
      name: '乙丑',
      teamId: 't2',
      team: '二组',
      state: 'busy',
      sub: 'hold',
      call: makeCall({ queueId: 'q2', current: 'closing', answeredAt: 4000 }),
      alerts: [makeAlert()],
    }),
    makeEntry('1003', { name: '丙寅', queues: ['q1'] }),
    makeEntry('1004', { name: 'Ding Mao', teamId: 't1', team: '一组', state: 'not_ready' }),
  ]

  test.each<[string, Partial<FloorFilter>, string[]]>([
    ['nothing is asked', {}, ['1002', '1001', '1004', '1003']],
    ['a team is asked', { team: ['t1'] }, ['1001', '1004']],
    ['those without a team are asked', { team: [NONE] }, ['1003']],
    ['two teams are asked', { team: ['t2', NONE] }, ['1002', '1003']],
    ['a queue is asked, on a call or at rest', { queue: ['q1'] }, ['1001', '1003']],
    ['a state is asked', { state: ['hold'] }, ['1002']],
    ['a scenario is asked', { scenario: ['complaint'] }, ['1001']],
    ['calls without a scenario are asked', { scenario: [NONE] }, ['1002']],
    ['a step is asked', { step: ['closing'] }, ['1002']],
    ['any alert is asked', { alert: ['any'] }, ['1002']],
    ['an alert of another severity is asked', { alert: ['critical'] }, []],
    ['two things are asked at once', { team: ['t1'], state: ['not_ready'] }, ['1004']],
    ['part of a name is searched', { q: '乙' }, ['1002']],
    ['part of a 工号 is searched', { q: '100' }, ['1002', '1001', '1004', '1003']],
    ['full-width digits are searched', { q: ' １００３ ' }, ['1003']],
    ['another letter case is searched', { q: 'ding' }, ['1004']],
    ['two words are searched', { q: '丙 1003' }, ['1003']],
    ['somebody else is searched', { q: '9999' }, []],
  ])('shows the right agents when %s', (_case, filter, shown) => {
    expect(show(floor, filter)).toEqual(shown)
  })

  test('sorts names by pinyin and not by code point', () => {
    expect(show(floor.slice(0, 3), {}, 'name')).toEqual(['1003', '1001', '1002'])
  })

  test('sorts by length of talk, longest first, and the other way round', () => {
    expect(show(floor, {}, 'talk').slice(0, 2)).toEqual(['1002', '1001'])
    expect(show(floor, {}, 'talk', true).slice(-2)).toEqual(['1001', '1002'])
  })

  test('gives the same order whether it saw the floor before or not', () => {
    /** Some of a floor's agents, each in one of three states; the same state is the same entry. */
    const pool = ['1', '2', '3', '4', '5', '6', '7', '8'].map((id) =>
      [1, 2, 3].map((since) => makeEntry(id, { since, name: `${since}` })),
    )
    const look = fc
      .subarray(pool.map((_, index) => index))
      .chain((seen) => fc.tuple(...seen.map((index) => fc.constantFrom(...(pool[index] ?? [])))))
    const order = fc.record({ sort: fc.constantFrom('attention', 'name', 'talk'), isDescending: fc.boolean() } as const)
    fc.assert(
      fc.property(fc.array(look, { minLength: 2, maxLength: 5 }), order, (looks, asked) => {
        const arrange = createArranger()
        for (const entries of looks) {
          const fresh = createArranger()(entries, EMPTY_FILTER, asked, 'zh-CN')
          expect(ids(arrange(entries, EMPTY_FILTER, asked, 'zh-CN'))).toEqual(ids(fresh))
        }
      }),
    )
  })

  test('knows whether anything is asked', () => {
    expect(isFiltered(EMPTY_FILTER)).toBe(false)
    expect(isFiltered({ ...EMPTY_FILTER, q: 'x' })).toBe(true)
    expect(isFiltered({ ...EMPTY_FILTER, step: ['opening'] })).toBe(true)
  })
})

describe('alert cards', () => {
  test('make one card of all open alerts of a call, worst first', () => {
    const alerts = [makeAlert({ key: 'a', dueAt: 5 }), makeAlert({ key: 'b', severity: 'critical', dueAt: 9 })]
    const cards = listAlertCards([makeEntry('1', { ...busy, call: makeCall(), alerts })])
    expect(cards).toHaveLength(1)
    expect(cards[0]?.alerts.map((alert) => alert.key)).toEqual(['b', 'a'])
  })

  test('join the agents of one call and do not count its alerts twice', () => {
    const alert = makeAlert({ key: 'call-wide' })
    const cards = listAlertCards([
      makeEntry('1', { ...busy, call: makeCall(), alerts: [alert] }),
      makeEntry('2', { ...busy, call: makeCall(), alerts: [alert, makeAlert({ key: 'own' })] }),
    ])
    expect(cards).toHaveLength(1)
    expect(cards[0]?.entries).toHaveLength(2)
    expect(cards[0]?.alerts).toHaveLength(2)
  })

  test('keep calls of equal id in two feeds apart', () => {
    const part = { ...busy, call: makeCall(), alerts: [makeAlert()] }
    expect(listAlertCards([makeEntry('1', part, 'a'), makeEntry('1', part, 'b')])).toHaveLength(2)
  })

  test('are unclaimed while any open alert of the call is', () => {
    const claimed = makeAlert({ key: 'a', handling: 'acknowledged' })
    const cards = listAlertCards([
      makeEntry('1', { ...busy, call: makeCall({ callId: 'x' }), alerts: [claimed] }),
      makeEntry('2', { ...busy, call: makeCall({ callId: 'y' }), alerts: [claimed, makeAlert({ key: 'b' })] }),
    ])
    expect(cards.map((card) => [card.callId, card.isUnclaimed])).toEqual([
      ['x', false],
      ['y', true],
    ])
  })

  test('leave out what is put right', () => {
    const put = makeAlert({ condition: 'put_right' })
    expect(listAlertCards([makeEntry('1', { ...busy, call: makeCall(), alerts: [put] })])).toEqual([])
  })
})

describe('the summary', () => {
  const queue = (queueId: string, waiting: number, oldestSince?: number): QueueRow => ({
    queueId,
    waiting,
    oldestSince,
    inTalk: 0,
    evidence: { script: true, transcript: false },
  })
  const stream = (feed: string, queues: QueueRow[], offsetMs: number): Stream => ({
    feed,
    run: 'r',
    offset: 0,
    heardAt: 0,
    row: {
      feedId: feed,
      name: feed,
      demo: false,
      health: 'live',
      offsetMs,
      sources: [],
      unmatched: 0,
      unplacedAgents: 2,
    },
    agents: new Map(),
    queues: new Map(queues.map((row) => [row.queueId, row])),
  })

  test('counts states, steps of running calls and those without a step', () => {
    const summary = summariseFloor(
      [
        makeEntry('1', { ...busy, call: makeCall({ current: 'opening' }) }),
        makeEntry('2', { state: 'busy', sub: 'hold', call: makeCall({ current: 'opening' }) }),
        makeEntry('3', { ...busy, call: makeCall({ steps: null }) }),
        makeEntry('4', { state: 'working_after_call', call: makeCall({ current: 'closing', endedAt: 3 }) }),
        makeEntry('5', {}),
      ],
      {},
    )
    expect(summary.states).toMatchObject({ talking: 2, hold: 1, acw: 1, ready: 1 })
    expect(summary.steps).toMatchObject({ opening: 2, closing: 0 })
    expect(summary.noStep).toBe(1)
  })

  test('adds the queues of all feeds and finds the longest wait by one clock', () => {
    const summary = summariseFloor([], {
      a: stream('a', [queue('q1', 2, 50_000), queue('q2', 0, 1)], 0),
      b: stream('b', [queue('q1', 1, 60_000)], 20_000),
    })
    expect(summary.waiting).toBe(3)
    expect(summary.oldest).toEqual({ feed: 'b', since: 60_000 })
    expect(summary.unplaced).toBe(4)
  })
})
