import { afterAll, beforeAll, expect, it } from 'vitest'
import { systemClock } from '#server/clock.ts'
import { openFloorPage } from '#tests/support/floor-page.ts'
import { waitFor } from '#tests/support/wait-for.ts'

const THREAT = '我明天就去12315投诉你们'
const AGO = 60_000

let floor: Awaited<ReturnType<typeof openFloorPage>>

beforeAll(async () => {
  floor = await openFloorPage()
})
afterAll(() => floor.close())

const talk = async (callId: string, agentId: string, role: 'agent' | 'customer', text: string) => {
  const from = systemClock.now() - AGO
  const event = (second: number, type: string, data: object, head: object = {}) => ({
    eventId: `${callId}-${type}`,
    type,
    callId,
    occurredAt: new Date(from + second * 1000).toISOString(),
    data,
    ...head,
  })
  const events = [
    event(0, 'call.offered', { direction: 'inbound' }),
    event(2, 'call.connected', {}, { agentId, segmentId: `${callId}-a`, queueId: 'q' }),
    event(9, 'transcript.segment', { utteranceId: `${callId}-u`, role, text }),
  ]
  await floor.tell(events)
}

it('[CMPL-14] a customer’s threat calls somebody, with the words it rests on, and a person puts it right', async () => {
  await talk('c1', '1001', 'customer', THREAT)
  const row = await waitFor(async () => {
    const found = await floor.rowOf('1001')
    return found?.alerts.length ? found : undefined
  })
  expect(row.call).toMatchObject({ level: 3, levelSource: 'words' })
  expect(row.alerts).toMatchObject([{ rule: 'complaint_level', level: 3, source: 'words', condition: 'holding' }])
  expect(row.alerts[0]?.evidence).toContain('12315')

  const view = await floor.watch('c1')
  const [change] = view.levels
  expect(change).toMatchObject({ level: 3, source: 'words' })
  expect(change?.evidenceList?.length).toBeGreaterThan(0)
  expect(view.alerts[0]?.evidenceList).toEqual(change?.evidenceList)
  for (const { said, text } of change?.evidenceList ?? []) {
    expect(said?.utteranceId).toBe('c1-u')
    expect(THREAT.slice(said?.from, said?.to)).toBe(text)
  }

  const said = { feed: 'pbx', callId: 'c1', level: 1, reason: '念的是投诉电话13812345678' }
  expect(await floor.page.emitWithAck('call:set-level', said)).toMatchObject({ ok: true, level: 1 })
  await waitFor(() => floor.viewOf('c1')?.level === 1)
  await waitFor(async () => {
    await floor.beat()
    return floor.viewOf('c1')?.alerts[0]?.condition === 'put_right'
  })
  expect(floor.viewOf('c1')).toMatchObject({ peakLevel: 3 })
  expect(floor.viewOf('c1')?.levels.at(-1)).toMatchObject({ source: 'person', reason: '念的是投诉电话***********' })
})

it('[CMPL-14] a request for a superior is marked on the page and on the row, and calls nobody', async () => {
  await talk('c2', '1002', 'customer', '叫你们经理来跟我说')
  await waitFor(async () => (await floor.rowOf('1002'))?.call?.level === 2)
  expect((await floor.rowOf('1002'))?.alerts).toEqual([])
  const view = await floor.watch('c2')
  expect(view.alerts).toEqual([])
  expect(view.marks?.filter(({ rule }) => rule === 'complaint_level')).toMatchObject([
    { level: 2, source: 'words', as: 'mark' },
  ])
})

it('[CMPL-12] an agent who reads the same words out raises nothing', async () => {
  await talk('c3', '1003', 'agent', THREAT)
  const view = await floor.watch('c3')
  expect(view.transcript).toHaveLength(1)
  expect(view).toMatchObject({ level: 0, peakLevel: 0, levels: [], alerts: [] })
  expect((await floor.rowOf('1003'))?.call?.level).toBe(0)
})
