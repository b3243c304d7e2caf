import { describe, expect, it } from 'vitest'
import { parseEvent } from '#server/domain/parse-event.ts'
import type { CallView } from '#server/protocol/call-view.ts'
import { BODIES, DISPUTED, KEY, startCommands, view, WHO } from '#tests/support/command-bench.ts'

type Bench = ReturnType<typeof startCommands>
type Dispute = NonNullable<CallView['disputes']>[number]

const known: Dispute = {
  key: KEY,
  rule: 'step_skipped',
  dueAt: 0,
  state: 'pending',
  by: '组长乙',
  at: 0,
  reason: '误判',
}
const show = (bench: Bench, ...disputes: Dispute[]) =>
  bench.floor.setCall({ subject: { teamIds: ['north'] }, view: { ...view, disputes } })
const dispute = (bench: Bench, who = WHO.supervisor, more: object = {}) =>
  bench.commands.run('verdict:dispute', { ...BODIES['verdict:dispute'], ...more }, who)
const decide = (bench: Bench, who = WHO.manager, more: object = {}) =>
  bench.commands.run('dispute:decide', { ...BODIES['dispute:decide'], ...more }, who)

describe('[DISP-1] disputing a verdict', () => {
  it('is an entry of the log with the reason, without a number somebody wrote down, and a row of the audit', async () => {
    const bench = startCommands()
    const due = { ...view, alerts: view.alerts.map((alert) => ({ ...alert, dueAt: bench.clock.now() })) }
    bench.floor.setCall({ subject: { teamIds: ['north'] }, view: due })
    const answer = await dispute(bench, WHO.supervisor, { reason: ' 客户 13800138000 已说明 ' })
    expect(answer).toEqual({ ok: true, state: 'pending' })
    expect(parseEvent(bench.appended[0]?.event)).toMatchObject({
      ok: true,
      known: true,
      event: {
        type: 'verdict.disputed',
        callId: 'c1',
        data: { key: KEY, by: WHO.supervisor.name, byId: WHO.supervisor.id, reason: '客户 *********** 已说明' },
      },
    })
    expect(bench.audited).toMatchObject([
      { action: 'verdict.dispute', subject: 'call:pbx/c1', detail: { key: KEY, rule: 'step_skipped' } },
    ])
  })

  it('of one that calls nobody goes the same way', async () => {
    const bench = startCommands()
    const key = 'too_fast|seg-1001:opening|e3'
    const mark = {
      key,
      rule: 'too_fast' as const,
      severity: 'minor' as const,
      condition: 'over' as const,
      as: 'mark' as const,
      dueAt: 0,
      evidenceList: [],
    }
    bench.floor.setCall({ subject: { teamIds: ['north'] }, view: { ...view, marks: [mark] } })
    expect(await dispute(bench, WHO.supervisor, { key })).toMatchObject({ ok: true })
  })

  it('twice by the same person changes nothing, by another is a conflict that names the first', async () => {
    const bench = startCommands()
    show(bench, { ...known, by: WHO.supervisor.name, byId: WHO.supervisor.id })
    expect(await dispute(bench)).toEqual({ ok: true, state: 'pending' })
    show(bench, { ...known, byId: 'somebody' })
    expect(await dispute(bench)).toMatchObject({
      ok: false,
      code: 'conflict',
      reason: { key: 'disputed', params: { by: '组长乙' } },
    })
    expect(bench.appended).toEqual([])
  })

  it('takes a verdict that holds, and words', async () => {
    const bench = startCommands()
    expect(await dispute(bench, WHO.supervisor, { key: 'long_call|s|talk' })).toMatchObject({ code: 'not_found' })
    expect(await dispute(bench, WHO.supervisor, { reason: ' x ' })).toMatchObject({ code: 'bad_request' })
    expect(await dispute(bench, WHO.supervisor, { reason: 'x'.repeat(501) })).toMatchObject({ code: 'bad_request' })
    const gone = { ...view, alerts: view.alerts.map((alert) => ({ ...alert, condition: 'refuted' as const })) }
    bench.floor.setCall({ subject: { teamIds: ['north'] }, view: gone })
    expect(await dispute(bench)).toMatchObject({ code: 'not_found', reason: { key: 'verdictGone' } })
    expect(bench.appended).toEqual([])
  })

  it('[DISP-5] goes for a call that left the floor while its events are kept, and not afterwards', async () => {
    const bench = startCommands()
    expect(await dispute(bench, WHO.supervisor, { callId: 'old' })).toMatchObject({ ok: true })
    expect(bench.appended[0]?.event.callId).toBe('old')
    bench.remember('ancient')
    expect(await dispute(bench, WHO.supervisor, { callId: 'ancient' })).toMatchObject({
      ok: false,
      code: 'conflict',
      reason: { key: 'eventsGone' },
    })
    expect(bench.appended).toHaveLength(1)
  })
})

describe('[DISP-2] deciding a dispute', () => {
  it('is an entry with the outcome and the reason, and a row of the audit', async () => {
    const bench = startCommands()
    expect(await decide(bench)).toEqual({ ok: true, state: 'overturned' })
    expect(bench.appended[0]?.event).toMatchObject({
      type: 'dispute.decided',
      data: { key: DISPUTED, outcome: 'overturned', byId: WHO.manager.id, reason: '录音核实' },
    })
    expect(bench.audited).toMatchObject([{ action: 'dispute.decide', detail: { outcome: 'overturned' } }])
  })

  it('is never for whoever disputes it, whatever they are called meanwhile', async () => {
    const bench = startCommands()
    show(bench, { ...known, key: DISPUTED, by: 'a former name', byId: WHO.manager.id })
    expect(await decide(bench)).toMatchObject({ ok: false, code: 'forbidden', reason: { key: 'ownDispute' } })
    show(bench, { ...known, key: DISPUTED, by: WHO.manager.name, byId: 'somebody of the same name' })
    expect(await decide(bench)).toMatchObject({ ok: true })
    expect(bench.appended).toHaveLength(1)
  })

  it('twice the same by the same person changes nothing; anything else is a conflict that names who decided', async () => {
    const bench = startCommands()
    const decided = { by: WHO.manager.name, byId: WHO.manager.id, at: 5, reason: '已核实' }
    show(bench, { ...known, key: DISPUTED, state: 'overturned', decided })
    expect(await decide(bench)).toEqual({ ok: true, state: 'overturned' })
    const named = { ok: false, code: 'conflict', reason: { key: 'decided', params: { by: WHO.manager.name } } }
    expect(await decide(bench, WHO.manager, { outcome: 'upheld' })).toMatchObject(named)
    expect(await decide(bench, WHO.admin)).toMatchObject(named)
    expect(bench.appended).toEqual([])
  })

  it('takes a dispute, of a verdict that still holds', async () => {
    const bench = startCommands()
    expect(await decide(bench, WHO.manager, { key: KEY })).toMatchObject({ code: 'not_found' })
    show(bench, { ...known, key: DISPUTED, state: 'moot' })
    expect(await decide(bench)).toMatchObject({ code: 'conflict', reason: { key: 'disputeMoot' } })
    expect(bench.appended).toEqual([])
  })

  it('names the one decision of a verdict by one id, so that of two at once the log takes the first', async () => {
    const [one, other] = [startCommands(), startCommands()]
    await decide(one)
    await decide(other, WHO.admin, { outcome: 'upheld' })
    expect(one.appended[0]?.event.eventId).toBe(other.appended[0]?.event.eventId)
    await dispute(one)
    expect(one.appended[1]?.event.eventId).not.toBe(one.appended[0]?.event.eventId)
  })
})
