import { afterAll, beforeAll, expect, it } from 'vitest'
import { systemClock } from '#server/clock.ts'
import { openFloorPage } from '#tests/support/floor-page.ts'
import { waitFor } from '#tests/support/wait-for.ts'

const AGENT = { agentId: '1001', segmentId: 'c1-a', queueId: 'q' }
const FAREWELL = '请问还有其他可以帮您的吗'

let floor: Awaited<ReturnType<typeof openFloorPage>>

beforeAll(async () => {
  floor = await openFloorPage()
})
afterAll(() => floor.close())

const from = systemClock.now() - 90_000
let told = 0
const event = (second: number, type: string, data: object, head: object = AGENT) => ({
  eventId: `e${++told}`,
  type,
  callId: 'c1',
  occurredAt: new Date(from + second * 1000).toISOString(),
  data,
  ...head,
})
const say = (second: number, role: 'agent' | 'customer', text: string, more: object = {}) =>
  event(second, 'transcript.segment', { utteranceId: `u${second}`, role, text, ...more })

const rowCall = async () => (await floor.rowOf('1001'))?.call
const segment = () => floor.viewOf('c1')?.segments[0]
const statuses = () => segment()?.steps.map(({ step, status }) => `${step} ${status}`)

it('[SPEECH-13] what an agent is just saying is on the row and on the page until it is said, and proves nothing before', async () => {
  await floor.tell([
    event(0, 'call.offered', { direction: 'inbound' }, {}),
    event(2, 'call.connected', {}),
    event(2, 'transcript.started', {}),
    say(4, 'agent', '您好，工号一零二四，很高兴为您服务'),
    say(10, 'customer', '我想查一下上个月的话费，怎么多扣了二十块钱'),
    say(20, 'agent', '请稍等，我帮您查询一下'),
    say(30, 'agent', '我这边已经帮您取消了，下个月生效'),
  ])
  await floor.watch('c1')
  await waitFor(() => segment()?.current === 'resolution')
  const before = statuses()
  const { alerts: alertsBefore } = (await floor.rowOf('1001')) ?? {}

  await floor.tell([say(40, 'agent', FAREWELL.slice(0, 9), { isFinal: false })])
  await waitFor(async () => (await rowCall())?.beingSaid === 'closing')
  await waitFor(() => segment()?.beingSaid === 'closing')
  expect(await rowCall()).toMatchObject({ current: 'resolution' })
  expect(statuses()).toEqual(before)
  expect(segment()?.steps.find(({ step }) => step === 'closing')).toMatchObject({ dwellMs: 0, evidence: [] })
  expect((await floor.rowOf('1001'))?.alerts).toEqual(alertsBefore)

  await floor.tell([say(40, 'agent', FAREWELL, { revision: 1 })])
  await waitFor(async () => (await rowCall())?.current === 'closing')
  await waitFor(() => segment()?.current === 'closing')
  expect((await rowCall())?.beingSaid).toBe(undefined)
  expect(segment()?.beingSaid).toBe(undefined)
})

it('[SPEECH-13] words that are never finished leave the row once the customer has said something', async () => {
  await floor.tell([say(50, 'agent', '那我再帮您核实一下账单，查一下', { isFinal: false })])
  await waitFor(async () => (await rowCall())?.beingSaid === 'resolution')
  await floor.tell([say(56, 'customer', '好')])
  await waitFor(async () => (await rowCall())?.beingSaid === undefined)
})
