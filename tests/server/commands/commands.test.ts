import { describe, expect, it } from 'vitest'
import { eventHeadSchema } from '#server/domain/event.ts'
import { parseEvent } from '#server/domain/parse-event.ts'
import { BODIES, KEY, startCommands, view, WHO } from '#tests/support/command-bench.ts'

describe('a file on its way in', () => {
  const row = (line: number) => ({ line, seat: `A-${line}` })
  const send = (bench: ReturnType<typeof startCommands>, body: object, who = WHO.manager) =>
    bench.commands.run('seat:import', body, who)

  it('waits for its last part, is looked at whole and then applied whole, once', async () => {
    const bench = startCommands()
    expect(await send(bench, { importId: 'a', rows: [row(3), row(2)] })).toMatchObject({ ok: true, taken: 2 })
    expect(await send(bench, { importId: 'a', rows: [row(4), row(3)], finish: 'preview' })).toMatchObject({
      applied: false,
      added: 3,
    })
    expect(bench.seated).toEqual([])
    expect(await send(bench, { importId: 'a', rows: [], finish: 'apply' })).toMatchObject({ applied: true, added: 3 })
    expect((bench.seated[0] as { line: number }[]).map(({ line }) => line)).toEqual([2, 3, 4])
    const again = await send(bench, { importId: 'a', rows: [], finish: 'apply' })
    expect(again).toMatchObject({ ok: false, code: 'conflict', reason: { key: 'importLost' } })
  })

  it('is one person’s, and forgotten after a while', async () => {
    const bench = startCommands()
    await send(bench, { importId: 'a', rows: [row(2)] })
    const finish = { importId: 'a', rows: [], finish: 'apply' }
    expect(await send(bench, finish, WHO.admin)).toMatchObject({ ok: false, code: 'conflict' })
    bench.clock.advance(15 * 60_000)
    expect(await send(bench, finish)).toMatchObject({ ok: false, code: 'conflict' })
    expect(bench.seated).toEqual([])
  })

  it('is refused when it is too long, and when a cell could not be stored', async () => {
    const bench = startCommands()
    for (let part = 0; part < 10; part++)
      await send(bench, { importId: 'a', rows: Array.from({ length: 1000 }, (_, i) => row(part * 1000 + i + 1)) })
    expect(await send(bench, { importId: 'a', rows: [row(10_001)] })).toMatchObject({ ok: false, code: 'too_large' })
    const odd = await send(bench, { importId: 'b', rows: [{ line: 2, seat: 'a\u0000' }], finish: 'apply' })
    expect(odd).toMatchObject({ ok: false, code: 'bad_request' })
    expect(bench.seated).toEqual([])
  })
})

describe('what a verb leaves behind', () => {
  it('appends an event the log takes, on the clock of the feed, and names the person', async () => {
    const bench = startCommands()
    bench.floor.setFeed({ offsetMs: -90_000 })
    await bench.commands.run('alert:acknowledge', BODIES['alert:acknowledge'], WHO.supervisor)
    const [entry] = bench.appended
    expect(entry).toMatchObject({ source: 'person', epoch: 'person', receivedAt: bench.clock.now() })
    expect(parseEvent(entry?.event)).toMatchObject({
      ok: true,
      known: true,
      event: {
        type: 'alert.handled',
        callId: 'c1',
        occurredAt: new Date(bench.clock.now() - 90_000).toISOString(),
        data: { key: KEY, handling: 'acknowledged', by: 'supervisor north' },
      },
    })
    expect(eventHeadSchema.safeParse(entry?.event).success).toBe(true)
    expect(bench.audited[0]).toMatchObject({
      action: 'alert.acknowledge',
      subject: 'call:pbx/c1',
      actor: { kind: 'user', id: WHO.supervisor.id },
    })
  })

  it('never lets an answer happen before the alert it answers', async () => {
    const bench = startCommands()
    const due = bench.clock.now() + 4000
    const late = { ...view, alerts: view.alerts.map((alert) => ({ ...alert, dueAt: due })) }
    bench.floor.setCall({ subject: { teamIds: ['north'] }, view: late })
    await bench.commands.run('alert:resolve', BODIES['alert:resolve'], WHO.admin)
    expect(bench.appended[0]?.event.occurredAt).toBe(new Date(due).toISOString())
  })

  it('hides a number in a note before the log and the audit have it', async () => {
    const bench = startCommands()
    await bench.commands.run('alert:resolve', { ...BODIES['alert:resolve'], note: '已回访 138-0013-8000' }, WHO.admin)
    expect(bench.appended[0]?.event.data).toMatchObject({ note: '已回访 ***-****-****' })
    expect(bench.audited[0]?.detail).toMatchObject({ note: '已回访 ***-****-****' })
  })

  it('[CMPL-15] a level is set with its reason, masked, after all that was heard', async () => {
    const bench = startCommands()
    const heardAt = bench.clock.now() + 4000
    const heard = { ...view, level: 3, levels: [{ level: 3, at: heardAt, source: 'words' as const }] }
    bench.floor.setCall({ subject: { teamIds: ['north'] }, view: heard })
    const said = { ...BODIES['call:set-level'], reason: '只是问 138-0013-8000' }
    expect(await bench.commands.run('call:set-level', said, WHO.supervisor)).toMatchObject({ ok: true, level: 1 })
    const reason = '只是问 ***-****-****'
    expect(bench.appended[0]).toMatchObject({
      source: 'person',
      event: { type: 'complaint.level', occurredAt: new Date(heardAt).toISOString(), data: { level: 1, reason } },
    })
    expect(bench.audited).toMatchObject([{ action: 'call.set_level', detail: { from: 3, to: 1, reason } }])
    const set = { level: 1, at: heardAt, source: 'person' as const, reason }
    bench.floor.setCall({ subject: { teamIds: ['north'] }, view: { ...heard, levels: [...heard.levels, set] } })
    await bench.commands.run('call:set-level', said, WHO.supervisor)
    expect(bench.appended).toHaveLength(1)
  })

  it('changes nothing when the same person does it twice', async () => {
    const bench = startCommands()
    const mine = {
      ...view,
      alerts: view.alerts.map((a) => ({ ...a, handling: 'acknowledged' as const, handledBy: WHO.supervisor.name })),
    }
    bench.floor.setCall({ subject: { teamIds: ['north'] }, view: mine })
    const answer = await bench.commands.run('alert:acknowledge', BODIES['alert:acknowledge'], WHO.supervisor)
    expect(answer).toMatchObject({ ok: true, handling: 'acknowledged' })
    expect(bench.appended).toEqual([])
  })

  it('answers with a conflict that names whoever was first', async () => {
    const bench = startCommands()
    const theirs = {
      ...view,
      alerts: view.alerts.map((a) => ({ ...a, handling: 'resolved' as const, handledBy: '组长乙' })),
    }
    bench.floor.setCall({ subject: { teamIds: ['north'] }, view: theirs })
    const answer = await bench.commands.run('alert:acknowledge', BODIES['alert:acknowledge'], WHO.supervisor)
    expect(answer).toMatchObject({ ok: false, code: 'conflict', message: expect.stringContaining('组长乙') })
    expect(bench.appended).toEqual([])
  })

  it('acts on a call that left the floor', async () => {
    const bench = startCommands()
    const answer = await bench.commands.run('alert:resolve', { feed: 'pbx', callId: 'old', key: KEY }, WHO.supervisor)
    expect(answer).toMatchObject({ ok: true })
    expect(bench.appended[0]?.event.callId).toBe('old')
  })

  it('hands a change of the organisation over with who does it and when', async () => {
    const bench = startCommands()
    await bench.commands.run('agent:place', BODIES['agent:place'], WHO.manager)
    expect(bench.placed).toEqual([BODIES['agent:place']])
    expect(bench.audited[0]).toMatchObject({ at: bench.clock.now(), actor: { kind: 'user', id: WHO.manager.id } })
  })
})

describe('one’s own sign-ins', () => {
  it('are those of whoever asks, whatever the request says', async () => {
    const bench = startCommands()
    await bench.commands.run('account:end-session', { sessionId: 's1' }, WHO.viewer)
    await bench.commands.run('account:end-sessions', {}, WHO.viewer)
    const { id } = WHO.viewer
    expect(bench.told).toEqual([
      ['endSession', id, id, 's1'],
      ['endSessions', id, id, undefined],
    ])
    const asked = await bench.commands.run('account:end-sessions', { userId: 'u1' }, WHO.viewer)
    expect(asked).toMatchObject({ ok: false, code: 'bad_request' })
  })
})

describe('requests that cannot be done', () => {
  const broken: [string, string, unknown, string][] = [
    ['an unknown verb', 'alert:forget', {}, 'bad_request'],
    ['a name of the prototype', 'constructor', {}, 'bad_request'],
    ['no body', 'alert:resolve', undefined, 'bad_request'],
    ['a field too many', 'alert:acknowledge', { ...BODIES['alert:acknowledge'], by: 'someone' }, 'bad_request'],
    ['a NUL in the note', 'alert:resolve', { ...BODIES['alert:resolve'], note: 'a\u0000b' }, 'bad_request'],
    ['half a character in the note', 'alert:resolve', { ...BODIES['alert:resolve'], note: '\ud83d' }, 'bad_request'],
    ['a scenario nobody knows', 'call:set-scenario', { ...BODIES['call:set-scenario'], scenario: 'x' }, 'bad_request'],
    ['a level there is not', 'call:set-level', { ...BODIES['call:set-level'], level: 5 }, 'bad_request'],
    ['a level without a reason', 'call:set-level', { ...BODIES['call:set-level'], reason: ' ' }, 'bad_request'],
    ['an unknown call', 'alert:resolve', { ...BODIES['alert:resolve'], callId: 'c9' }, 'not_found'],
    ['an unknown alert', 'alert:resolve', { ...BODIES['alert:resolve'], key: 'x' }, 'not_found'],
    ['nobody to place', 'agent:place', { ...BODIES['agent:place'], agents: [] }, 'bad_request'],
    ['a NUL in an id', 'agent:place', { agents: [{ feed: 'pbx', agentIds: ['\u0000'] }], teamId: null }, 'bad_request'],
    ['a team without a name', 'team:save', { name: ' ', siteId: null }, 'bad_request'],
  ]
  it.each(broken)('refuses %s', async (_title, verb, body, code) => {
    const bench = startCommands()
    expect(await bench.commands.run(verb, body, WHO.admin)).toMatchObject({ ok: false, code })
    expect(bench.changes()).toBe(0)
  })

  it('keeps the reason of an unexpected failure inside', async () => {
    const bench = startCommands()
    bench.failing.append = new Error('password of the database')
    const answer = await bench.commands.run('alert:resolve', BODIES['alert:resolve'], WHO.admin)
    expect(answer).toMatchObject({ ok: false, code: 'internal' })
    expect(JSON.stringify(answer)).not.toContain('password')
    expect(bench.audited).toEqual([])
  })
})
