import { expect, it } from 'vitest'
import type { CallView } from '#server/protocol/call-view.ts'
import { BODIES, CALL_BACK, startCommands, view, WHO } from '#tests/support/command-bench.ts'

type Bench = ReturnType<typeof startCommands>
type CallBack = NonNullable<CallView['callBacks']>[number]

const close = (bench: Bench, more: object = {}, who = WHO.supervisor) =>
  bench.commands.run('callback:close', { ...BODIES['callback:close'], ...more }, who)
const show = (bench: Bench, more: Partial<CallBack>) => {
  const callBacks = view.callBacks?.map((one) => ({ ...one, ...more }))
  bench.floor.setCall({ subject: { teamIds: ['north'] }, view: { ...view, callBacks } })
}

it('[CALLBACK-2] closing a call back is an entry of the log and a row of the audit, with no number in the note', async () => {
  const bench = startCommands()
  expect(await close(bench, { note: '打 13800138000 已说明' })).toEqual({ ok: true, state: 'done' })
  expect(bench.appended[0]?.event).toMatchObject({
    type: 'callback.done',
    callId: 'c1',
    data: { key: CALL_BACK, by: WHO.supervisor.name, byId: WHO.supervisor.id, note: '打 *********** 已说明' },
  })
  expect(bench.audited).toMatchObject([{ action: 'callback.done', subject: 'call:pbx/c1', detail: { key: CALL_BACK } }])
})

it('[CALLBACK-2] that it is not needed takes words, that it was done does not', async () => {
  const bench = startCommands()
  expect(await close(bench, { as: 'dropped', note: ' ' })).toMatchObject({ ok: false, code: 'bad_request' })
  expect(await close(bench, { as: 'dropped', note: '客户已再次来电' })).toEqual({ ok: true, state: 'dropped' })
  expect(await close(bench, { note: '' })).toEqual({ ok: true, state: 'done' })
  expect(bench.appended.map(({ event }) => event.type)).toEqual(['callback.dropped', 'callback.done'])
  expect(bench.appended[0]?.event.eventId).toBe(bench.appended[1]?.event.eventId)
  expect(await close(bench, { note: 'x'.repeat(501) })).toMatchObject({ code: 'bad_request' })
})

it('[CALLBACK-2] twice by the same person changes nothing, by another is a conflict that names the first', async () => {
  const bench = startCommands()
  show(bench, { state: 'done', closed: { by: WHO.supervisor.name, byId: WHO.supervisor.id, at: 1 } })
  expect(await close(bench)).toEqual({ ok: true, state: 'done' })
  const named = { ok: false, code: 'conflict', reason: { key: 'callBackClosed', params: { by: WHO.supervisor.name } } }
  expect(await close(bench, { as: 'dropped', note: '不用了' })).toMatchObject(named)
  expect(await close(bench, {}, WHO.manager)).toMatchObject(named)
  expect(bench.appended).toEqual([])
})

it('[CALLBACK-3] one that was withdrawn, and one nobody asked for, is closed by nobody', async () => {
  const bench = startCommands()
  show(bench, { state: 'withdrawn', withdrawn: 'overturned' })
  expect(await close(bench)).toMatchObject({ code: 'conflict', reason: { key: 'callBackWithdrawn' } })
  expect(await close(bench, { key: 'x' })).toMatchObject({ code: 'not_found' })
  bench.remember('ancient')
  expect(await close(bench, { callId: 'ancient' })).toMatchObject({ code: 'conflict', reason: { key: 'eventsGone' } })
  expect(bench.appended).toEqual([])
})
