import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { TeamScope } from '#db/queries/case-scope.ts'
import { type DisputeQuestion, listDisputes } from '#db/queries/list-disputes.ts'
import { loadPersonFigures } from '#db/queries/person-figures.ts'
import { getAccess } from '#server/access/auth.ts'
import { runAdmin } from '#server/admin/run-admin.ts'
import { systemClock } from '#server/clock.ts'
import type { CallView } from '#server/protocol/call-view.ts'
import { readCalls } from '#tests/eval/read-calls.ts'
import { FEED, skippingCall, startQuality } from '#tests/support/quality-server.ts'

let bench: Awaited<ReturnType<typeof startQuality>>
let folder: string
beforeEach(async () => {
  bench = await startQuality()
  folder = mkdtempSync(join(tmpdir(), 'disputes-'))
})
afterEach(async () => {
  rmSync(folder, { recursive: true })
  await bench.close()
})

type Asker = Awaited<ReturnType<typeof bench.signIn>>
const HOUR = 3_600_000

const watch = async ({ ask }: Asker, callId: string): Promise<CallView> =>
  (await ask('call:watch', { feed: FEED, callId })).frame.view

/** The key of the skip on a call, once it was raised. */
const skipOf = (who: Asker, callId: string): Promise<string> =>
  bench.until(async () => {
    const answer = await who.ask('call:watch', { feed: FEED, callId })
    const alerts: CallView['alerts'] = answer.ok ? answer.frame.view.alerts : []
    return alerts.find(({ rule }) => rule === 'step_skipped')?.key ?? ''
  })

const list = async (scope: TeamScope, asked: Partial<DisputeQuestion> = {}, page = { offset: 0, limit: 50 }) =>
  listDisputes(bench.sql, scope, { from: null, to: null, ...asked }, page)
const states = async (scope: TeamScope, asked?: Partial<DisputeQuestion>) =>
  (await list(scope, asked)).rows.map(({ callId, state }) => `${callId} ${state}`)

const skipped = async () => {
  const now = systemClock.now()
  const rows = await loadPersonFigures(bench.sql, { from: now - 48 * HOUR, to: now + HOUR, teams: 'all' })
  return rows.reduce((sum, row) => sum + row.stepsSkipped, 0)
}

describe('a verdict that a team leader thinks wrong', () => {
  it('[DISP-1] [DISP-2] [DISP-4] goes through the server: disputed, decided, out of the figures, in the list, out as labels', async () => {
    const now = systemClock.now()
    await bench.tell([
      ...skippingCall('old', 'north', now - 3 * HOUR),
      ...skippingCall('c1', 'north', now - 120_000),
      ...skippingCall('c2', 'south', now - 120_000),
    ])
    const leader = await bench.signIn('leader', 'supervisor', ['north'])
    const other = await bench.signIn('other', 'supervisor', ['south'])
    const manager = await bench.signIn('boss', 'manager')
    const on = async (callId: string, who: Asker) => ({ feed: FEED, callId, key: await skipOf(who, callId) })
    const c1 = await on('c1', leader)
    const c2 = await on('c2', other)
    await bench.until(async () => (await skipped()) === 3)

    const reason = '客户开口就说了：电话 13800138000 的宽带断了'
    expect(await leader.ask('verdict:dispute', { ...c1, reason })).toEqual({ ok: true, state: 'pending' })
    expect(await other.ask('verdict:dispute', { ...c1, reason })).toMatchObject({ ok: false, code: 'not_found' })
    expect(await other.ask('verdict:dispute', { ...c2, reason })).toMatchObject({ ok: true })
    expect(await leader.ask('dispute:decide', { ...c1, outcome: 'overturned', reason })).toMatchObject({
      ok: false,
      code: 'forbidden',
    })
    expect(await manager.ask('dispute:decide', { ...c1, outcome: 'overturned', reason: '录音 0:08 有' })).toEqual({
      ok: true,
      state: 'overturned',
    })
    expect(await manager.ask('dispute:decide', { ...c2, outcome: 'upheld', reason: '没有复述' })).toMatchObject({
      ok: true,
    })

    const view = await bench.until(async () => {
      const shown = await watch(leader, 'c1')
      return shown.disputes?.[0]?.decided && shown
    })
    expect(view.disputes).toMatchObject([{ key: c1.key, state: 'overturned', decided: { reason: '录音 0:08 有' } }])
    expect(JSON.stringify(view)).not.toContain('13800138000')
    expect(view.segments[0]?.steps[1]).toMatchObject({ status: 'skipped', isOverturned: true })
    expect(view.alerts.find(({ key }) => key === c1.key)).toMatchObject({ rule: 'step_skipped' })
    await bench.until(async () => (await skipped()) === 2)
    expect(await bench.audited('verdict.dispute')).toBe(2)
    expect(await bench.audited('dispute.decide')).toBe(2)

    await bench.until(async () => (await states('all')).length === 2)
    expect((await states('all')).sort()).toEqual(['c1 overturned', 'c2 upheld'])
    const [recorded] = await bench.sql<{ dispute: string }[]>`
      select dispute from call_alert where call_id = 'c1' and key = ${c1.key}`
    expect(recorded?.dispute).toBe('overturned')

    const csv = await (await leader.take('/api/export/disputes.csv')).text()
    expect(csv).toContain('c1,step_skipped,need_identification')
    expect(csv).not.toContain('c2')
    expect((await leader.take('/api/export/labels.jsonl')).status).toBe(403)
    const answer = await manager.take('/api/export/labels.jsonl')
    const file = join(folder, 'http.jsonl')
    writeFileSync(file, await answer.text())
    const [call, ...rest] = readCalls(file)
    expect(rest).toEqual([])
    expect(call).toMatchObject({
      callId: `${FEED}/c1`,
      end: 'customer_hangup',
      overturned: [{ rule: 'step_skipped', step: 'need_identification', reason: '录音 0:08 有' }],
    })
    expect(call?.lines.map(({ role }) => role)).toEqual(['agent', 'customer', 'agent'])

    const out = join(folder, 'shell.jsonl')
    const printed: string[] = []
    await runAdmin(['labels', 'export', '--out', out], {
      clock: systemClock,
      access: getAccess(),
      database: bench.db.database,
      ownerUrl: bench.db.ownerUrl,
      isServed: true,
      secretMark: '',
      actor: { kind: 'shell', id: 'tester' },
      print: (line) => void printed.push(line),
    })
    expect(readFileSync(out, 'utf8')).toBe(readFileSync(file, 'utf8'))
    expect(printed.join()).toContain('1 calls written')
    expect(await bench.audited('labels.export')).toBe(1)
  }, 90_000)

  it('[DISP-6] is listed for those who see its call, undecided ones first, filtered and in pages', async () => {
    const from = systemClock.now() - 5 * HOUR
    const ids = ['a', 'b', 'c', 'd']
    await bench.tell([
      ...ids.flatMap((id, i) => skippingCall(id, 'north', from + i * 100_000)),
      ...skippingCall('s', 'south', from),
    ])
    const leader = await bench.signIn('leader', 'supervisor', ['north'])
    const other = await bench.signIn('other', 'supervisor', ['south'])
    const manager = await bench.signIn('boss', 'manager')
    for (const id of ids) {
      const key = await skipOf(leader, id)
      expect(await leader.ask('verdict:dispute', { feed: FEED, callId: id, key, reason: `为 ${id}` })).toMatchObject({
        ok: true,
      })
    }
    const key = await skipOf(other, 's')
    await other.ask('verdict:dispute', { feed: FEED, callId: 's', key, reason: '南区的理由' })
    const decided = await manager.ask('dispute:decide', {
      feed: FEED,
      callId: 'd',
      key: await skipOf(manager, 'd'),
      outcome: 'upheld',
      reason: '没有听到',
    })
    expect(decided).toMatchObject({ ok: true })
    await bench.until(async () => (await list('all', { state: 'upheld' })).total === 1)
    await bench.until(async () => (await list('all')).total === 5)

    expect(await states(['north'])).toEqual(['c pending', 'b pending', 'a pending', 'd upheld'])
    expect(await list(['north'])).toMatchObject({ total: 4, pending: 3 })
    expect(await states(['south'])).toEqual(['s pending'])
    expect(await states([])).toEqual([])
    expect(await states('all', { team: 'south' })).toEqual(['s pending'])
    expect(await states(['north'], { team: 'south' })).toEqual([])
    expect(await states('all', { rule: 'long_call' })).toEqual([])
    expect(await states('all', { from: systemClock.now() + HOUR })).toEqual([])
    expect(await states('all', { to: systemClock.now() - HOUR })).toEqual([])
    const page = async (offset: number) =>
      (await list(['north'], {}, { offset, limit: 3 })).rows.map(({ callId }) => callId)
    expect([await page(0), await page(3), await page(6)]).toEqual([['c', 'b', 'a'], ['d'], []])
    const [row] = (await list(['north'], { state: 'upheld' })).rows
    expect(row).toMatchObject({
      by: 'leader',
      reason: '为 d',
      decidedBy: 'boss',
      decision: '没有听到',
      agentNo: '1001',
      agentName: 'agent 1001',
      team: 'north',
    })
  }, 90_000)

  it('[DISP-6] [SCOPE-6] gives no reasons and no name of another team’s agent to who sees the call as well', async () => {
    const from = systemClock.now() - 5 * HOUR
    const t = (second: number) => new Date(from + second * 1000).toISOString()
    await bench.tell([
      ...skippingCall('c1', 'north', from).slice(0, -1),
      {
        eventId: 'x1',
        type: 'call.transferred',
        callId: 'c1',
        occurredAt: t(30),
        agentId: '1001',
        segmentId: 'c1-a',
        data: { kind: 'blind' },
      },
      {
        eventId: 'x2',
        type: 'call.connected',
        callId: 'c1',
        occurredAt: t(35),
        agentId: '2001',
        segmentId: 'c1-b',
        data: {},
      },
      { eventId: 'x3', type: 'call.cleared', callId: 'c1', occurredAt: t(60), data: { cause: 'customer_hangup' } },
    ])
    const leader = await bench.signIn('leader', 'supervisor', ['north'])
    const other = await bench.signIn('other', 'supervisor', ['south'])
    const key = await skipOf(leader, 'c1')
    const asked = { feed: FEED, callId: 'c1', key, reason: '只给本组看的话' }
    expect(await leader.ask('verdict:dispute', asked)).toMatchObject({ ok: true })
    const seen = await bench.until(async () => (await watch(other, 'c1')).disputes?.[0])
    expect(seen).toMatchObject({ key, state: 'pending', by: 'leader' })
    expect(JSON.stringify(await watch(other, 'c1'))).not.toContain('只给本组看的话')
    const own = await bench.until(async () => (await watch(leader, 'c1')).disputes?.[0])
    expect(own.reason).toBe('只给本组看的话')
    await bench.until(async () => (await list('all')).total === 1)
    expect((await list(['south'])).rows).toMatchObject([{ agentNo: '1001', agentName: null, reason: null }])
    expect((await list(['north'])).rows).toMatchObject([{ agentName: 'agent 1001', reason: '只给本组看的话' }])
  })
})
