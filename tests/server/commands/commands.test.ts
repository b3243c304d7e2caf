import { describe, expect, it } from 'vitest'
import { createCommands, VERBS } from '#server/commands/create-commands.ts'
import { createImportStage } from '#server/commands/import-stage.ts'
import type { Doing, OrganisationDesk } from '#server/commands/organisation.ts'
import type { SeatWork } from '#server/commands/seat-work.ts'
import type { UserOffice } from '#server/commands/users/user-office.ts'
import type { AuditNote } from '#server/domain/audit-note.ts'
import type { CustomerErasure } from '#server/domain/customer-erasure.ts'
import { eventHeadSchema, type SealedNumber } from '#server/domain/event.ts'
import type { NewEntry } from '#server/domain/event-log.ts'
import { PERMISSIONS } from '#server/domain/may.ts'
import { parseEvent } from '#server/domain/parse-event.ts'
import type { Role, Viewer } from '#server/domain/viewer.ts'
import { PEOPLE_REQUESTS } from '#server/protocol/requests/people.ts'
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

const NUMBER = '13800138000'
const REF = 'R'.repeat(43)
const erasureOf = (ref: string): CustomerErasure => ({
  ref,
  fresh: 'F'.repeat(43),
  masks: ['138****8000'],
  upTo: { pbx: 1 },
  calls: [{ feedId: 'pbx', callId: 'c1' }],
})
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
  'retention:set': {
    days: { transcript: 90, complaint_transcript: 180, alert: 730, audit: 730, aggregate: 1095, event: 90 },
  },
  'call:reveal-number': { feed: 'pbx', callId: 'c1', reason: 'call_back', text: '' },
  'customer:find': { number: NUMBER },
  'customer:erase': { handle: 'handle-1', number: NUMBER, reason: 'customer_asked', text: '' },
  'audit:verify': {},
  'user:add': { username: '2001', name: '新人', role: 'viewer', teamIds: ['north'] },
  'user:edit': { userId: 'u1', name: '旧人', role: 'viewer', teamIds: ['north'] },
  'user:reset-password': { userId: 'u1' },
  'user:set-disabled': { userId: 'u1', isDisabled: true },
  'user:unlock': { userId: 'u1' },
  'user:end-sessions': { userId: 'u1' },
  'user:preview-import': { rows: [{ line: 2, username: '2001', name: '', role: 'viewer', teams: [] }] },
  'user:import': { rows: [{ line: 2, username: '2001', name: '', role: 'viewer', teams: [] }] },
  'account:end-session': { sessionId: 's1' },
  'account:end-sessions': { keep: 's1' },
  'agent:place': { agents: [{ feed: 'pbx', agentIds: ['1001', '1002'] }], teamId: 'north' },
  'agent:import': {
    upload: 'u1',
    rows: [{ line: 2, agentNo: '1001', feed: '', team: '北区一组', from: '' }],
    step: 'preview',
  },
  'membership:correct': { feed: 'pbx', agentId: '1001', old: null, next: null },
  'site:save': { name: '南京中心' },
  'site:close': { siteId: 's1' },
  'team:save': { name: '北区一组', siteId: null },
  'team:close': { teamId: 'north' },
  'team:set-queues': { teamId: 'north', queues: [{ feed: 'pbx', queueId: 'billing' }] },
  'team:import': { upload: 'u1', rows: [], step: 'preview' },
  'scenario:map': { changes: [{ kind: 'queue', key: 'billing', scenario: 'inquiry' }] },
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
const ORGANISING = Object.keys(PEOPLE_REQUESTS) as (keyof typeof PEOPLE_REQUESTS)[]

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

/** Notes what the office was told, by whom, about whom. */
const createOfficeStandIn = (told: unknown[][], audited: AuditNote[]): UserOffice => {
  const tell =
    <T>(what: keyof UserOffice, answer: T) =>
    async (actor: AuditNote['actor'], ...given: unknown[]) => {
      told.push([what, actor.id, ...given])
      audited.push({ at: 0, actor, action: what, subject: '', detail: {} })
      return answer
    }
  return {
    add: tell('add', { id: 'u9', password: 'once' }),
    edit: tell('edit', undefined),
    resetPassword: tell('resetPassword', 'once'),
    setDisabled: tell('setDisabled', undefined),
    unlock: tell('unlock', undefined),
    endSessions: tell('endSessions', 2),
    endSession: tell('endSession', undefined),
    previewImport: tell('previewImport', []),
    import: tell('import', []),
  }
}

/** What each leaves behind: entries or changes, and rows of the audit. */
const LEAVES: Record<RequestName, { changes: number; notes: number }> = {
  'alert:acknowledge': { changes: 1, notes: 1 },
  'alert:resolve': { changes: 1, notes: 1 },
  'call:set-scenario': { changes: 1, notes: 1 },
  'agent:place': { changes: 1, notes: 1 },
  'agent:import': { changes: 1, notes: 1 },
  'membership:correct': { changes: 1, notes: 1 },
  'site:save': { changes: 1, notes: 1 },
  'site:close': { changes: 1, notes: 1 },
  'team:save': { changes: 1, notes: 1 },
  'team:close': { changes: 1, notes: 1 },
  'team:set-queues': { changes: 1, notes: 1 },
  'team:import': { changes: 1, notes: 1 },
  'scenario:map': { changes: 1, notes: 1 },
  'retention:set': { changes: 1, notes: 1 },
  'identity:correct': { changes: 1, notes: 1 },
  'identity:take-back': { changes: 1, notes: 1 },
  'identity:import': { changes: 1, notes: 1 },
  'seat:import': { changes: 1, notes: 1 },
  'seat:remove': { changes: 1, notes: 1 },
  'roster:import': { changes: 1, notes: 1 },
  'roster:remove': { changes: 1, notes: 1 },
  'duty:save': { changes: 1, notes: 1 },
  'duty:remove': { changes: 1, notes: 1 },
  'call:reveal-number': { changes: 0, notes: 1 },
  'customer:find': { changes: 0, notes: 1 },
  'customer:erase': { changes: 1, notes: 1 },
  'audit:verify': { changes: 0, notes: 0 },
  'user:add': { changes: 1, notes: 1 },
  'user:edit': { changes: 1, notes: 1 },
  'user:reset-password': { changes: 1, notes: 1 },
  'user:set-disabled': { changes: 1, notes: 1 },
  'user:unlock': { changes: 1, notes: 1 },
  'user:end-sessions': { changes: 1, notes: 1 },
  'user:preview-import': { changes: 1, notes: 1 },
  'user:import': { changes: 1, notes: 1 },
  'account:end-session': { changes: 1, notes: 1 },
  'account:end-sessions': { changes: 1, notes: 1 },
}

const sealOther = (clear: string): SealedNumber =>
  /^\d{3,}$/.test(clear) ? { masked: clear, customerRef: 'X'.repeat(43), sealed: 'v1.y' } : { masked: clear }

const start = () => {
  const floor = createScriptedFloor('pbx')
  floor.setAgent(agentRow('1001'), [])
  floor.setCall({ subject: { teamIds: ['north'] }, view })
  const clock = createManualClock()
  const appended: NewEntry[] = []
  const placed: object[] = []
  const told: unknown[][] = []
  const seated: unknown[] = []
  const audited: AuditNote[] = []
  const recorded = new Map([['old', { subject: { teamIds: ['north'] }, view: { ...view, callId: 'old' } }]])
  const erased: string[] = []
  const kept: Record<string, SealedNumber> = { c1: { masked: '138****8000', customerRef: REF, sealed: 'v1.x' } }
  const failing = { append: null as unknown, audit: null as unknown }
  const commands = createCommands({
    imports: createImportStage(clock),
    floors: createScriptedFloors(floor),
    directory: createScriptedDirectory({}, { north: '北区一组' }),
    clock,
    append: async (_feedId, entries) => {
      if (failing.append) throw failing.append
      appended.push(...entries)
      for (const { audit } of entries) if (audit) audited.push(audit)
    },
    audit: async (note) => {
      if (failing.audit) throw failing.audit
      audited.push(note)
    },
    verifyAudit: async () => ({ rows: 0 }),
    customers: {
      seal: {
        number: (clear) =>
          clear === NUMBER ? { masked: '138****8000', customerRef: REF, sealed: 'v1.x' } : sealOther(clear),
        open: (sealed) => {
          if (sealed !== 'v1.x') throw new Error('another secret')
          return NUMBER
        },
      },
      findSealed: async (_feedId, callId) => kept[callId],
      listCalls: async () => ({ calls: [], total: 7 }),
      handles: {
        give: () => 'handle-1',
        find: (handle, viewerId) => (handle === 'handle-1' && viewerId !== 'a stranger' ? REF : undefined),
      },
      async erase(ref, note) {
        const erasure = erasureOf(ref)
        erased.push(ref)
        audited.push(note(erasure))
        return erasure
      },
    },
    findRecordedCall: async (_feedId, callId) => recorded.get(callId) ?? null,
    saveRetention: async (retention, note) => {
      placed.push(retention)
      audited.push(note)
    },
    users: createOfficeStandIn(told, audited),
    organisation: Object.fromEntries(
      ORGANISING.map((name) => [
        name,
        async (body: object, { at, actor }: Doing) => {
          placed.push(body)
          audited.push({ at, actor, action: name, subject: 'organisation', detail: {} })
          return {}
        },
      ]),
    ) as OrganisationDesk,
    seats: createNotedSeatWork((what, note) => {
      seated.push(what)
      audited.push(note)
    }),
    logger: { error: () => {} },
  })
  const changes = () => appended.length + placed.length + erased.length + told.length + seated.length
  return { floor, clock, commands, appended, placed, told, seated, audited, erased, kept, failing, changes }
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
const byAdmins = {
  admin: 'ok',
  manager: 'forbidden',
  floor_manager: 'forbidden',
  supervisor: 'forbidden',
  viewer: 'forbidden',
  'supervisor of another team': 'forbidden',
  screen: 'forbidden',
} as const
const managersOnly = { ...byAdmins, manager: 'ok' } as const
const onesOwn = {
  admin: 'ok',
  manager: 'ok',
  floor_manager: 'ok',
  supervisor: 'ok',
  viewer: 'ok',
  'supervisor of another team': 'ok',
  screen: 'forbidden',
} as const
const forLeaders = { ...managersOnly, floor_manager: 'ok' } as const
const MATRIX: Record<RequestName, Record<Who, string>> = {
  'alert:acknowledge': onCalls,
  'alert:resolve': onCalls,
  'call:set-scenario': onCalls,
  'retention:set': {
    admin: 'ok',
    manager: 'forbidden',
    floor_manager: 'forbidden',
    supervisor: 'forbidden',
    viewer: 'forbidden',
    'supervisor of another team': 'forbidden',
    screen: 'forbidden',
  },
  'call:reveal-number': { ...onCalls, admin: 'forbidden' },
  'customer:find': managersOnly,
  'customer:erase': managersOnly,
  'audit:verify': managersOnly,
  'user:add': byAdmins,
  'user:edit': byAdmins,
  'user:reset-password': byAdmins,
  'user:set-disabled': byAdmins,
  'user:unlock': byAdmins,
  'user:end-sessions': byAdmins,
  'user:preview-import': byAdmins,
  'user:import': byAdmins,
  'account:end-session': onesOwn,
  'account:end-sessions': onesOwn,
  'agent:place': managersOnly,
  'agent:import': managersOnly,
  'membership:correct': managersOnly,
  'site:save': managersOnly,
  'site:close': managersOnly,
  'team:save': managersOnly,
  'team:close': managersOnly,
  'team:set-queues': managersOnly,
  'team:import': managersOnly,
  'scenario:map': managersOnly,
  'identity:correct': managersOnly,
  'identity:take-back': managersOnly,
  'identity:import': managersOnly,
  'seat:import': managersOnly,
  'seat:remove': managersOnly,
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
    expect(bench.changes()).toBe(expected === 'ok' ? LEAVES[verb].changes : 0)
    expect(bench.audited).toHaveLength(expected === 'ok' ? LEAVES[verb].notes : 0)
  })

  it('has a rule for every role in every verb and a verb for every request', () => {
    expect(Object.keys(VERBS).sort()).toEqual(Object.keys(REQUESTS).sort())
    for (const verb of Object.values(VERBS)) expect(PERMISSIONS).toContain(verb.permission)
  })

  it.each(ORGANISING)('does not let a manager of one team change the others by %s', async (verb) => {
    const bench = start()
    const answer = await bench.commands.run(verb, BODIES[verb], viewerOf('manager', ['north']))
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

  it('hands a change of the organisation over with who does it and when', async () => {
    const bench = start()
    await bench.commands.run('agent:place', BODIES['agent:place'], WHO.manager)
    expect(bench.placed).toEqual([BODIES['agent:place']])
    expect(bench.audited[0]).toMatchObject({ at: bench.clock.now(), actor: { kind: 'user', id: WHO.manager.id } })
  })
})

describe('a customer’s full number', () => {
  const reveal = (bench: ReturnType<typeof start>, more: object = {}, who: Viewer = WHO.supervisor) =>
    bench.commands.run('call:reveal-number', { ...BODIES['call:reveal-number'], ...more }, who, '192.0.2.7')

  it('[PRIV-1] is told once, with a reason, after the audit has who asked', async () => {
    const bench = start()
    expect(await reveal(bench, { text: '回拨 13800138000' })).toEqual({ ok: true, number: NUMBER })
    expect(bench.audited).toEqual([
      {
        at: bench.clock.now(),
        actor: { kind: 'user', id: WHO.supervisor.id },
        action: 'number.reveal',
        subject: 'call:pbx/c1',
        detail: { reason: 'call_back', text: '回拨 ***********' },
        address: '192.0.2.7',
      },
    ])
  })

  it('[PRIV-1] stays when the audit cannot be written', async () => {
    const bench = start()
    bench.failing.audit = new Error('the database is away')
    const answer = await reveal(bench)
    expect(answer).toMatchObject({ ok: false, code: 'internal' })
    expect(JSON.stringify(answer)).not.toContain(NUMBER)
  })

  it.each([
    ['was never stored', undefined, 'numberNever'],
    ['was withheld by the caller', { masked: 'anonymous' }, 'numberNever'],
    ['was erased', { customerRef: 'F'.repeat(43) }, 'numberErased'],
    ['was sealed under another secret', { masked: '138****8000', sealed: 'v1.other' }, 'numberSealedElsewhere'],
  ])('[PRIV-1] that %s is refused, and says so', async (_title, kept, key) => {
    const bench = start()
    if (kept) bench.kept.c1 = kept
    else delete bench.kept.c1
    expect(await reveal(bench)).toMatchObject({ ok: false, reason: { key } })
    expect(bench.audited).toEqual([])
  })

  it.each([
    ['no reason', { reason: undefined }],
    ['a reason that is not on the list', { reason: 'curious' }],
    ['another reason without a word', { reason: 'other', text: ' ' }],
  ])('[PRIV-1] is not told for %s', async (_title, more) => {
    const bench = start()
    expect(await reveal(bench, more)).toMatchObject({ ok: false, code: 'bad_request' })
    expect(bench.audited).toEqual([])
  })
})

describe('the data of one customer', () => {
  it('[PRIV-2] is found by the number, of which neither answer nor audit hold more than its end', async () => {
    const bench = start()
    const answer = await bench.commands.run('customer:find', { number: NUMBER }, WHO.manager)
    expect(answer).toEqual({ ok: true, handle: 'handle-1', masked: '138****8000', total: 7, calls: [] })
    expect(bench.audited).toMatchObject([
      { action: 'customer.find', subject: 'customer:RRRRRRRR', detail: { tail: '8000', calls: 7 } },
    ])
    for (const hidden of [NUMBER, '138****8000', REF]) expect(JSON.stringify(bench.audited)).not.toContain(hidden)
    expect(JSON.stringify(answer)).not.toContain(REF)
  })

  it('[PRIV-2] is not gathered by those who see some teams only', async () => {
    const bench = start()
    const someone = viewerOf('manager', ['north'])
    for (const verb of ['customer:find', 'customer:erase'] as const)
      expect(await bench.commands.run(verb, BODIES[verb], someone)).toMatchObject({ code: 'forbidden' })
    expect(bench.audited).toEqual([])
  })

  it.each([
    ['another number than was looked for', { number: '13900139000' }, 'otherNumber'],
    ['what is no number', { number: 'anonymous' }, 'noNumber'],
    ['a search of somebody else', { handle: 'handle-2' }, 'handleOver'],
    ['another reason without a word', { reason: 'other' }, 'reasonMissing'],
  ])('[PRIV-3] is not erased for %s', async (_title, more, key) => {
    const bench = start()
    const answer = await bench.commands.run('customer:erase', { ...BODIES['customer:erase'], ...more }, WHO.manager)
    expect(answer).toMatchObject({ ok: false, reason: { key } })
    expect(bench.erased).toEqual([])
  })
})

describe('one’s own sign-ins', () => {
  it('are those of whoever asks, whatever the request says', async () => {
    const bench = start()
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
    ['an unknown call', 'alert:resolve', { ...BODIES['alert:resolve'], callId: 'c9' }, 'not_found'],
    ['an unknown alert', 'alert:resolve', { ...BODIES['alert:resolve'], key: 'x' }, 'not_found'],
    ['nobody to place', 'agent:place', { ...BODIES['agent:place'], agents: [] }, 'bad_request'],
    ['a NUL in an id', 'agent:place', { agents: [{ feed: 'pbx', agentIds: ['\u0000'] }], teamId: null }, 'bad_request'],
    ['a team without a name', 'team:save', { name: ' ', siteId: null }, 'bad_request'],
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
