import { describe, expect, it } from 'vitest'
import type { AuditNote } from '#server/commands/command.ts'
import { createCommands, VERBS } from '#server/commands/create-commands.ts'
import type { Doing, OrganisationDesk } from '#server/commands/organisation.ts'
import { eventHeadSchema } from '#server/domain/event.ts'
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

const KEY = 'step_skipped|seg-1001|e7'
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
}
const ORGANISING = Object.keys(PEOPLE_REQUESTS) as (keyof typeof PEOPLE_REQUESTS)[]

const start = () => {
  const floor = createScriptedFloor('pbx')
  floor.setAgent(agentRow('1001'), [])
  floor.setCall({ subject: { teamIds: ['north'] }, view })
  const clock = createManualClock()
  const appended: NewEntry[] = []
  const placed: object[] = []
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
    logger: { error: () => {} },
  })
  const changes = () => appended.length + placed.length
  return { floor, clock, commands, appended, placed, audited, failing, changes }
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
const onOrganisation = {
  admin: 'ok',
  manager: 'ok',
  floor_manager: 'forbidden',
  supervisor: 'forbidden',
  viewer: 'forbidden',
  'supervisor of another team': 'forbidden',
  screen: 'forbidden',
} as const
const MATRIX: Record<RequestName, Record<Who, string>> = {
  'alert:acknowledge': onCalls,
  'alert:resolve': onCalls,
  'call:set-scenario': onCalls,
  'agent:place': onOrganisation,
  'agent:import': onOrganisation,
  'membership:correct': onOrganisation,
  'site:save': onOrganisation,
  'site:close': onOrganisation,
  'team:save': onOrganisation,
  'team:close': onOrganisation,
  'team:set-queues': onOrganisation,
  'team:import': onOrganisation,
  'scenario:map': onOrganisation,
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

  it.each(ORGANISING)('does not let a manager of one team change the others by %s', async (verb) => {
    const bench = start()
    const answer = await bench.commands.run(verb, BODIES[verb], viewerOf('manager', ['north']))
    expect(answer).toMatchObject({ ok: false, code: 'forbidden' })
    expect(bench.placed).toEqual([])
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
