import { describe, expect, it } from 'vitest'
import type { AuditNote } from '#server/commands/command.ts'
import { createCommands, VERBS } from '#server/commands/create-commands.ts'
import type { SeatWork } from '#server/commands/seat-work.ts'
import { eventHeadSchema } from '#server/domain/event.ts'
import type { NewEntry } from '#server/domain/event-log.ts'
import { PERMISSIONS } from '#server/domain/may.ts'
import { parseEvent } from '#server/domain/parse-event.ts'
import type { Role, Viewer } from '#server/domain/viewer.ts'
import { REQUESTS, type RequestName } from '#server/protocol/requests.ts'
import { callView } from '#tests/support/call-view.ts'
import { createManualClock } from '#tests/support/manual-clock.ts'
import {
  agentRow,
  createScriptedDirectory,
  createScriptedFloor,
  createScriptedFloors,
} from '#tests/support/scripted-floor.ts'
import { viewerOf } from '#tests/support/viewers.ts'

const KEY = 'step_skipped|seg-1001|e7'
const DAY = Date.UTC(2026, 0, 5)
const view = callView('c1', {
  alerts: [
    {
      key: KEY,
      rule: 'step_skipped',
      severity: 'major',
      condition: 'holding',
      handling: 'open',
      dueAt: 0,
      evidenceList: [],
    },
  ],
})
const BODIES: Record<RequestName, object> = {
  'alert:acknowledge': { feed: 'pbx', callId: 'c1', key: KEY },
  'alert:resolve': { feed: 'pbx', callId: 'c1', key: KEY, note: '已回访' },
  'call:set-scenario': { feed: 'pbx', callId: 'c1', scenario: 'complaint' },
  'agent:place': { feed: 'pbx', agentId: '1001', teamId: 'north' },
  'identity:correct': { feed: 'pbx', agentId: '1001', agentNo: '8801', from: DAY, to: null, reason: '换座' },
  'identity:take-back': { feed: 'pbx', agentId: '1001', from: DAY, reason: '填错了' },
  'identity:import': { importId: 'i1', rows: [{ line: 2, agentNo: '8801' }], finish: 'apply' },
  'seat:import': { importId: 'i1', rows: [{ line: 2, seat: 'A-1' }], finish: 'apply' },
  'seat:remove': { seatId: 's1' },
  'roster:import': { importId: 'i1', rows: [{ line: 2, agentNo: '8801' }], finish: 'apply' },
  'roster:remove': { agentNo: '8801', from: DAY },
  'duty:save': { userId: 'u1', teamId: 'north', from: DAY, to: DAY + 1 },
  'duty:remove': { dutyId: 'd1' },
}

/** Notes what would be changed instead of changing it. */
const createNotedSeatWork = (take: (what: unknown, note: AuditNote) => void): SeatWork => {
  const change = async (what: unknown, note: AuditNote) => take(what, note)
  const read = async (rows: readonly object[], isFinal: boolean, note: AuditNote) => {
    if (isFinal) take(rows, note)
    return { applied: isFinal, added: rows.length, changed: 0, same: 0, refused: 0, lines: [] }
  }
  return {
    correctIdentity: async (what, note) => {
      take(what, note)
      return { elsewhere: [] }
    },
    takeBackIdentity: change,
    removeSeat: change,
    removeShift: change,
    removeDuty: change,
    saveDuty: async (what, note) => {
      take(what, note)
      return { dutyId: 'd1' }
    },
    importRows: { seats: read, identities: read, roster: read },
  }
}

const start = () => {
  const floor = createScriptedFloor('pbx')
  floor.setAgent(agentRow('1001'), [])
  floor.setCall({ subject: { teamIds: ['north'] }, view })
  const clock = createManualClock()
  const appended: NewEntry[] = []
  const placed: object[] = []
  const seated: unknown[] = []
  const audited: AuditNote[] = []
  const recorded = new Map([['old', { subject: { teamIds: ['north'] }, view: { ...view, callId: 'old' } }]])
  const failing = { append: null as unknown }
  const commands = createCommands({
    floors: createScriptedFloors(floor),
    directory: createScriptedDirectory({}, { north: '北区一组' }),
    clock,
    append: async (_feedId, entries) => {
      if (failing.append) throw failing.append
      appended.push(...entries)
    },
    audit: async (note) => void audited.push(note),
    findRecordedCall: async (_feedId, callId) => recorded.get(callId) ?? null,
    placeAgent: async (placement, note) => {
      placed.push(placement)
      audited.push(note)
    },
    seats: createNotedSeatWork((what, note) => {
      seated.push(what)
      audited.push(note)
    }),
    logger: { error: () => {} },
  })
  const changes = () => appended.length + placed.length + seated.length
  return { floor, clock, commands, appended, placed, seated, audited, failing, changes }
}

type Who = `${Role}` | 'supervisor of another team' | 'screen'
const WHO: Record<Who, Viewer> = {
  admin: viewerOf('admin', 'all'),
  manager: viewerOf('manager', 'all'),
  floor_manager: viewerOf('floor_manager', 'all'),
  supervisor: viewerOf('supervisor', ['north']),
  viewer: viewerOf('viewer', ['north']),
  'supervisor of another team': viewerOf('supervisor', ['south']),
  screen: viewerOf('admin', 'all', { kind: 'screen' }),
}
/** Every verb and every kind of person: what must come back. A missing cell does not compile. */
const onCalls = {
  admin: 'ok',
  manager: 'ok',
  floor_manager: 'ok',
  supervisor: 'ok',
  viewer: 'forbidden',
  'supervisor of another team': 'not_found',
  screen: 'forbidden',
} as const
const forManagers = {
  admin: 'ok',
  manager: 'ok',
  floor_manager: 'forbidden',
  supervisor: 'forbidden',
  viewer: 'forbidden',
  'supervisor of another team': 'forbidden',
  screen: 'forbidden',
} as const
const forLeaders = { ...forManagers, floor_manager: 'ok' } as const
const MATRIX: Record<RequestName, Record<Who, string>> = {
  'alert:acknowledge': onCalls,
  'alert:resolve': onCalls,
  'call:set-scenario': onCalls,
  'agent:place': forManagers,
  'identity:correct': forManagers,
  'identity:take-back': forManagers,
  'identity:import': forManagers,
  'seat:import': forManagers,
  'seat:remove': forManagers,
  'roster:import': forLeaders,
  'roster:remove': forLeaders,
  'duty:save': forLeaders,
  'duty:remove': forLeaders,
}

describe('who may do what', () => {
  const cells = Object.entries(MATRIX).flatMap(([verb, row]) =>
    Object.entries(row).map(([who, expected]) => [verb as RequestName, who as Who, expected] as const),
  )

  it.each(cells)('%s by %s: %s', async (verb, who, expected) => {
    const bench = start()
    const answer = await bench.commands.run(verb, BODIES[verb], WHO[who])
    expect(answer.ok ? 'ok' : answer.code).toBe(expected)
    expect(bench.changes()).toBe(expected === 'ok' ? 1 : 0)
    expect(bench.audited).toHaveLength(expected === 'ok' ? 1 : 0)
  })

  it('has a rule for every role in every verb and a verb for every request', () => {
    expect(Object.keys(VERBS).sort()).toEqual(Object.keys(REQUESTS).sort())
    for (const verb of Object.values(VERBS)) expect(PERMISSIONS).toContain(verb.permission)
  })

  it('does not let a manager of one team place agents', async () => {
    const bench = start()
    const answer = await bench.commands.run('agent:place', BODIES['agent:place'], viewerOf('manager', ['north']))
    expect(answer).toMatchObject({ ok: false, code: 'forbidden' })
    expect(bench.placed).toEqual([])
  })

  it('does not let a manager of one team change what concerns all', async () => {
    const part = viewerOf('manager', ['north'])
    for (const verb of Object.keys(BODIES).filter((name) => /^(identity|seat|roster|duty):/.test(name))) {
      const bench = start()
      const answer = await bench.commands.run(verb, BODIES[verb as RequestName], part)
      expect(answer).toMatchObject({ ok: false, code: 'forbidden' })
      expect(bench.seated).toEqual([])
    }
  })
})

describe('a file on its way in', () => {
  const row = (line: number) => ({ line, seat: `A-${line}` })
  const send = (bench: ReturnType<typeof start>, body: object, who = WHO.manager) =>
    bench.commands.run('seat:import', body, who)

  it('waits for its last part, is looked at whole and then applied whole, once', async () => {
    const bench = start()
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
    const bench = start()
    await send(bench, { importId: 'a', rows: [row(2)] })
    const finish = { importId: 'a', rows: [], finish: 'apply' }
    expect(await send(bench, finish, WHO.admin)).toMatchObject({ ok: false, code: 'conflict' })
    bench.clock.advance(15 * 60_000)
    expect(await send(bench, finish)).toMatchObject({ ok: false, code: 'conflict' })
    expect(bench.seated).toEqual([])
  })

  it('is refused when it is too long, and when a cell could not be stored', async () => {
    const bench = start()
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
    const bench = start()
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
    const bench = start()
    const due = bench.clock.now() + 4000
    const late = { ...view, alerts: view.alerts.map((alert) => ({ ...alert, dueAt: due })) }
    bench.floor.setCall({ subject: { teamIds: ['north'] }, view: late })
    await bench.commands.run('alert:resolve', BODIES['alert:resolve'], WHO.admin)
    expect(bench.appended[0]?.event.occurredAt).toBe(new Date(due).toISOString())
  })

  it('hides a number in a note before the log and the audit have it', async () => {
    const bench = start()
    await bench.commands.run('alert:resolve', { ...BODIES['alert:resolve'], note: '已回访 138-0013-8000' }, WHO.admin)
    expect(bench.appended[0]?.event.data).toMatchObject({ note: '已回访 ***-****-****' })
    expect(bench.audited[0]?.detail).toMatchObject({ note: '已回访 ***-****-****' })
  })

  it('changes nothing when the same person does it twice', async () => {
    const bench = start()
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
    const bench = start()
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
    const bench = start()
    const answer = await bench.commands.run('alert:resolve', { feed: 'pbx', callId: 'old', key: KEY }, WHO.supervisor)
    expect(answer).toMatchObject({ ok: true })
    expect(bench.appended[0]?.event.callId).toBe('old')
  })

  it('places an agent from now on', async () => {
    const bench = start()
    await bench.commands.run('agent:place', BODIES['agent:place'], WHO.manager)
    expect(bench.placed).toEqual([{ feedId: 'pbx', agentId: '1001', teamId: 'north', from: bench.clock.now() }])
    expect(bench.audited[0]).toMatchObject({ action: 'agent.place', subject: 'agent:pbx/1001' })
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
    ['an unknown call', 'alert:resolve', { ...BODIES['alert:resolve'], callId: 'c9' }, 'not_found'],
    ['an unknown alert', 'alert:resolve', { ...BODIES['alert:resolve'], key: 'x' }, 'not_found'],
    ['an unknown agent', 'agent:place', { ...BODIES['agent:place'], agentId: '9' }, 'not_found'],
    ['an unknown team', 'agent:place', { ...BODIES['agent:place'], teamId: 'x' }, 'not_found'],
  ]
  it.each(broken)('refuses %s', async (_title, verb, body, code) => {
    const bench = start()
    expect(await bench.commands.run(verb, body, WHO.admin)).toMatchObject({ ok: false, code })
    expect(bench.changes()).toBe(0)
  })

  it('keeps the reason of an unexpected failure inside', async () => {
    const bench = start()
    bench.failing.append = new Error('password of the database')
    const answer = await bench.commands.run('alert:resolve', BODIES['alert:resolve'], WHO.admin)
    expect(answer).toMatchObject({ ok: false, code: 'internal' })
    expect(JSON.stringify(answer)).not.toContain('password')
    expect(bench.audited).toEqual([])
  })
})
