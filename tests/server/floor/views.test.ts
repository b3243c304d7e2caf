import { expect, test } from 'vitest'
import type { Person } from '#server/protocol/floor-port.ts'
import { T0 } from '#tests/support/entries.ts'
import { fact } from '#tests/support/feed-story.ts'
import { answeredComplaint, call } from '#tests/support/scenario.ts'
import { createScriptedDirectory } from '#tests/support/scripted-floor.ts'
import { createFloorBench } from './floor-bench.ts'

const at = (second: number) => T0 + second * 1000
const ribbon = (row: { call?: { steps: { status: string }[] | null } } | undefined) =>
  row?.call?.steps?.map(({ status }) => status).join(' ')

test('[VIEW-1] a skipped step looks pending until the watermark has passed it', async () => {
  const bench = await createFloorBench()
  bench.connect()
  await bench.tell(answeredComplaint().step(11, 'opening').step(20, 'resolution'))
  expect(ribbon(bench.floor.agent('1001')?.row)).toBe('done pending in_progress pending pending')
  await bench.beat(22)
  expect(ribbon(bench.floor.agent('1001')?.row)).toBe('done skipped in_progress pending pending')
})

test('[VIEW-1] a step that may be left out never looks skipped', async () => {
  const bench = await createFloorBench()
  bench.connect()
  const steps = ['opening', 'need_identification', 'closing'] as const
  await bench.tell(
    call('a')
      .queued(0, 'callback')
      .answers(5, '1001')
      .goesThrough(6, 5, ...steps),
  )
  await bench.tell(
    call('b')
      .queued(0, 'other')
      .answers(5, '1002')
      .goesThrough(6, 5, ...steps),
  )
  await bench.beat(60)
  expect(ribbon(bench.floor.agent('1001')?.row)).toBe('done done not_applicable not_applicable in_progress')
  expect(ribbon(bench.floor.agent('1002')?.row)).toBe('done done unknown unknown in_progress')
})

test('[VIEW-2] a queue without any source of steps has no ribbon; with the first step event it has one', async () => {
  const bench = await createFloorBench()
  bench.connect()
  await bench.tell(answeredComplaint('a'))
  expect(bench.floor.agent('1001')?.row.call?.steps).toBeNull()
  expect(bench.floor.queue('complaint')?.row.evidence).toEqual({ script: false, transcript: false })
  await bench.tell(call('b').queued(3, 'complaint').answers(11, '1002').step(12, 'opening'))
  expect(bench.floor.queue('complaint')?.row.evidence.script).toBe(true)
  expect(ribbon(bench.floor.agent('1001')?.row)).toBe('pending pending pending pending pending')
})

test('[VIEW-11] a cell counts faults that call nobody and are not minor', async () => {
  const marksAfter = async (greeting: string) => {
    const bench = await createFloorBench()
    bench.connect()
    await bench.tell(
      answeredComplaint()
        .listens(10)
        .step(11, 'opening')
        .agent(12, greeting)
        .step(20, 'need_identification')
        .customer(22, '多扣了钱'),
    )
    await bench.beat(30)
    return bench.floor.agent('1001')?.row.call?.steps?.[0]?.marks
  }
  expect(await marksAfter('您好，工号3082')).toBeUndefined()
  expect(await marksAfter('工号3082，请问有什么可以帮您')).toBe(1)
})

test('[VIEW-3] a row carries this agent’s talk and the customer’s total, limits of the scenario and the hold apart', async () => {
  const bench = await createFloorBench()
  bench.connect()
  await bench.tell(answeredComplaint().step(11, 'opening').hold(20, 26).hold(30))
  expect(bench.floor.agent('1001')?.row.call).toMatchObject({
    startedAt: at(0),
    answeredAt: at(10),
    holdMs: 6000,
    holdCount: 2,
    holdSince: at(30),
    talkMaxMs: 900_000,
    stepMaxMs: 35_000,
    scenario: 'complaint',
    scenarioSource: 'settings',
  })
})

test('[VIEW-3] the current step’s timer starts later by the holds inside it', async () => {
  const bench = await createFloorBench()
  bench.connect()
  await bench.tell(answeredComplaint().step(11, 'opening').hold(20, 26))
  await bench.beat(30)
  expect(bench.floor.agent('1001')?.row.call?.stepSince).toBe(at(17))
  await bench.beat(40)
  expect(bench.floor.callView('c1')?.view.segments[0]?.steps[0]?.dwellMs).toBe(23_000)
})

test('[VIEW-3] the current step’s timer start does not move while a hold is open', async () => {
  const bench = await createFloorBench()
  bench.connect()
  await bench.tell(answeredComplaint().step(11, 'opening').hold(20, 26).hold(30))
  await bench.beat(50)
  expect(bench.floor.agent('1001')?.row.call).toMatchObject({ stepSince: at(17), holdSince: at(30) })
})

test('[VIEW-4] a row shows the alerts of its own segment and the complaint that came with the call, refuted ones not', async () => {
  const bench = await createFloorBench()
  bench.connect()
  await bench.tell(
    answeredComplaint()
      .step(11, 'opening')
      .step(20, 'resolution')
      .level(25, 3, '要求找主管')
      .transfers(30, 'blind')
      .answers(35, '1002'),
  )
  await bench.beat(60)
  const alerts = bench.floor.agent('1002')?.row.alerts
  expect(alerts).toMatchObject([{ rule: 'complaint_level', level: 3, condition: 'holding' }])
  expect(alerts?.[0]?.evidence).toBeUndefined()
  expect(bench.conditions('c1').sort()).toEqual(['complaint_level holding', 'step_skipped over'])
  await bench.tell(fact(15, 'step.entered', { step: 'need_identification' }, { callId: 'c1', agentId: '1001' }))
  expect(bench.conditions('c1').sort()).toEqual(['complaint_level holding', 'step_skipped refuted'])
})

test('[VIEW-5] an agent writing up keeps the call in the row until the work is done', async () => {
  const bench = await createFloorBench()
  bench.connect()
  await bench.tell(answeredComplaint().hangsUp(40, 'customer'))
  const until = new Date(at(70)).toISOString()
  await bench.tell(fact(40, 'agent.state', { state: 'working_after_call', until }, { agentId: '1001' }))
  await bench.beat(50)
  expect(bench.floor.agent('1001')?.row).toMatchObject({ state: 'working_after_call', call: { callId: 'c1' } })
  bench.changes.length = 0
  await bench.beat(71)
  expect(bench.changes.some(({ agents }) => agents.has('1001'))).toBe(true)
  expect(bench.floor.agent('1001')?.row).toMatchObject({ state: 'ready', since: at(70), derived: true })
  expect(bench.floor.agent('1001')?.row.call).toBeUndefined()
})

test('[VIEW-6] a queue’s row counts who waits, since when, and who is talked to', async () => {
  const bench = await createFloorBench()
  bench.connect()
  await bench.tell(call('a').queued(9, 'complaint'), call('b').queued(4, 'complaint'), answeredComplaint('c'))
  expect(bench.floor.queue('complaint')?.row).toMatchObject({ waiting: 2, oldestSince: at(4), inTalk: 1 })
  await bench.tell(fact(20, 'call.cleared', { cause: 'abandoned_in_queue' }, { callId: 'b' }))
  expect(bench.floor.queue('complaint')?.row).toMatchObject({ waiting: 1, oldestSince: at(9), inTalk: 1 })
})

test('[VIEW-7] the team is the organisation’s, name and number what the feed says now, else what is kept of them', async () => {
  const people: Record<string, Person> = {}
  const bench = await createFloorBench(createScriptedDirectory(people, { t1: '一班' }))
  bench.connect()
  await bench.tell(answeredComplaint(), fact(1, 'agent.profile', { name: '甲' }, { agentId: '1001' }))
  expect(bench.floor.agent('1001')).toMatchObject({ subject: { teamIds: [] }, row: { agentNo: '1001', name: '甲' } })
  expect(bench.floor.feed().unplacedAgents).toBe(1)
  people['1001'] = { agentNo: '8001', name: '乙', teamIds: ['t1'] }
  bench.changes.length = 0
  bench.floor.peopleChanged()
  expect(bench.changes.at(-1)).toMatchObject({ agents: new Set(['1001']), queues: new Set(['complaint']), feed: true })
  expect(bench.floor.agent('1001')).toMatchObject({
    subject: { teamIds: ['t1'] },
    row: { agentNo: '8001', name: '甲', team: '一班' },
  })
  expect(bench.floor.callView('c1')?.subject.teamIds).toEqual(['t1'])
  expect(bench.floor.feed().unplacedAgents).toBe(0)
})

test('[VIEW-7] a row gives the number of the agent the call came from, and not the name', async () => {
  const people = { '1001': { agentNo: '8001', name: '甲', teamIds: ['t1'] } }
  const bench = await createFloorBench(createScriptedDirectory(people, { t1: '一班' }))
  bench.connect()
  await bench.tell(answeredComplaint().transfers(30, 'blind').answers(35, '1002'))
  const row = bench.floor.agent('1002')?.row
  expect(row?.call?.transferredFrom).toBe('8001')
  expect(JSON.stringify(row)).not.toMatch(/甲|一班/)
})

test('[VIEW-8] each state an agent is in becomes a span, begun once and ended once', async () => {
  const bench = await createFloorBench()
  bench.connect()
  await bench.tell(fact(0, 'agent.state', { state: 'ready' }, { agentId: '1001' }))
  for (const entry of answeredComplaint().hangsUp(40, 'agent').entries()) await bench.tell(entry)
  const spans = bench.floor.drainAgentSpans().filter(({ to }) => to !== undefined)
  expect(spans.map(({ state, from, to }) => [state, (from - T0) / 1000, ((to ?? 0) - T0) / 1000])).toEqual([
    ['ready', 0, 5],
    ['reserved', 5, 10],
    ['busy', 10, 40],
  ])
  expect(bench.floor.drainAgentSpans()).toEqual([])
})

test('[VIEW-9] a change note names what changed and the position reached', async () => {
  const bench = await createFloorBench()
  bench.connect()
  await bench.settle()
  bench.changes.length = 0
  await bench.tell(answeredComplaint())
  expect(bench.changes[0]).toMatchObject({
    calls: new Set(['c1']),
    agents: new Set(['1001']),
    queues: new Set(['complaint']),
  })
  expect(bench.changes.at(-1)?.position).toBe(bench.floor.position())
})
