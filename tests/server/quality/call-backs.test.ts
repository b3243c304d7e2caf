import { afterEach, beforeEach, expect, it } from 'vitest'
import type { TeamScope } from '#db/queries/case-scope.ts'
import { type CallBackQuestion, listCallBacks } from '#db/queries/list-call-backs.ts'
import { seedSettings } from '#db/writes/seed-settings.ts'
import { systemClock } from '#server/clock.ts'
import { shippedPlaybook } from '#server/domain/playbook/load.ts'
import type { CallView } from '#server/protocol/call-view.ts'
import type { TestDatabase } from '#tests/support/database.ts'
import { FEED, skippingCall, startQuality } from '#tests/support/quality-server.ts'

let bench: Awaited<ReturnType<typeof startQuality>>
beforeEach(async () => {
  bench = await startQuality(callBackForSkips)
})
afterEach(() => bench.close())

const HOUR = 3_600_000

/** The next version of the playbook answers every step left out with a call back. */
const callBackForSkips = async ({ database, owner }: TestDatabase) => {
  await seedSettings(database.sql, shippedPlaybook())
  await owner.sql`
    insert into playbook (version, published_by, body)
    select version + 1, 'boss', jsonb_set(jsonb_set(body, '{version}', to_jsonb(version + 1)), '{policy}',
      '[{"rule": "step_skipped", "as": "callback"}]') from playbook order by version desc limit 1`
}

const list = (scope: TeamScope, asked: Partial<CallBackQuestion> = {}, page = { offset: 0, limit: 50 }) =>
  listCallBacks(bench.sql, scope, { from: null, to: null, ...asked }, { ...page, now: systemClock.now() })
const states = async (scope: TeamScope, asked?: Partial<CallBackQuestion>) =>
  (await list(scope, asked)).rows.map(({ callId, state }) => `${callId} ${state}`)

it('[CALLBACK-1] [CALLBACK-2] [CALLBACK-5] a call back goes through the server: opened, listed by urgency, closed, withdrawn by an overturned verdict', async () => {
  const now = systemClock.now()
  await bench.tell([
    ...skippingCall('late', 'north', now - 30 * HOUR),
    ...skippingCall('soon', 'north', now - 3 * HOUR),
    ...skippingCall('new', 'north', now - 120_000),
    ...skippingCall('far', 'south', now - 120_000),
  ])
  const leader = await bench.signIn('leader', 'supervisor', ['north'])
  const other = await bench.signIn('other', 'supervisor', ['south'])
  const manager = await bench.signIn('boss', 'manager')
  await bench.until(async () => (await list('all')).open === 4)

  expect(await states(['north'])).toEqual(['late open', 'soon open', 'new open'])
  expect(await states(['south'])).toEqual(['far open'])
  expect(await states([])).toEqual([])
  expect(await list('all')).toMatchObject({ total: 4, open: 4, late: 1 })
  const [first] = (await list(['north'])).rows
  expect(first).toMatchObject({ caller: '138****5678', others: 2, agentNo: '1001', team: 'north' })
  expect((await list('all')).rows[0]?.others).toBe(3)
  expect(JSON.stringify(await list('all'))).not.toMatch(/13812345678|customer_?ref/i)

  const on = async (callId: string) => {
    const row = (await list('all')).rows.find((one) => one.callId === callId)
    return { feed: FEED, callId, key: row?.key ?? '' }
  }
  const late = await on('late')
  expect(await other.ask('callback:close', { ...late, as: 'done', note: '' })).toMatchObject({ code: 'not_found' })
  expect(await leader.ask('callback:close', { ...late, as: 'done', note: '已回电' })).toEqual({
    ok: true,
    state: 'done',
  })
  expect(
    await leader.ask('callback:close', { ...(await on('soon')), as: 'dropped', note: '客户来电已解决' }),
  ).toMatchObject({ ok: true })
  const fresh = await on('new')
  expect(await leader.ask('verdict:dispute', { ...fresh, reason: '客户已说明' })).toMatchObject({ ok: true })
  await manager.ask('dispute:decide', { ...fresh, outcome: 'overturned', reason: '核实' })
  await bench.until(async () => (await list('all', { state: 'withdrawn' })).total === 1)
  await bench.until(async () => (await list('all')).open === 1)

  expect((await states('all')).sort()).toEqual(['far open', 'late done', 'new withdrawn', 'soon dropped'])
  expect((await list('all', { state: 'withdrawn' })).rows).toMatchObject([{ callId: 'new', withdrawn: 'overturned' }])
  expect((await list('all', { state: 'done' })).rows).toMatchObject([{ closedBy: 'leader', note: '已回电' }])
  expect(await states('all', { team: 'south' })).toEqual(['far open'])
  expect(await states('all', { rule: 'long_call' })).toEqual([])
  expect(await states('all', { to: now - 48 * HOUR })).toEqual([])
  const pages = [0, 3].map(async (offset) => (await list('all', {}, { offset, limit: 3 })).rows.length)
  expect(await Promise.all(pages)).toEqual([3, 1])

  const answer = await manager.ask('callback:close', { ...late, as: 'dropped', note: '不用了' })
  expect(answer).toMatchObject({ code: 'conflict', reason: { key: 'callBackClosed', params: { by: 'leader' } } })
  const view: CallView = (await leader.ask('call:watch', { feed: FEED, callId: 'late' })).frame.view
  expect(view.callBacks).toMatchObject([{ state: 'done', closed: { by: 'leader' } }])
  expect([await bench.audited('callback.done'), await bench.audited('callback.dropped')]).toEqual([1, 1])
  const csv = await (await leader.take('/api/export/callbacks.csv?state=done')).text()
  expect(csv.trim().split('\r\n')).toHaveLength(2)
  expect(csv).toContain('138****5678')
}, 90_000)
