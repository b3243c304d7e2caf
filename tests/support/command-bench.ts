import { createCommands } from '#server/commands/create-commands.ts'
import { createImportStage } from '#server/commands/import-stage.ts'
import type { Doing, OrganisationDesk } from '#server/commands/organisation.ts'
import type { PlaybookDesk } from '#server/commands/playbook.ts'
import type { SeatWork } from '#server/commands/seat-work.ts'
import type { UserOffice } from '#server/commands/users/user-office.ts'
import type { AuditNote } from '#server/domain/audit-note.ts'
import type { CustomerErasure } from '#server/domain/customer-erasure.ts'
import type { SealedNumber } from '#server/domain/event.ts'
import type { NewEntry } from '#server/domain/event-log.ts'
import type { Role, Viewer } from '#server/domain/viewer.ts'
import type { BackTestStatus } from '#server/protocol/back-test.ts'
import { PEOPLE_REQUESTS } from '#server/protocol/requests/people.ts'
import { PLAYBOOK_REQUESTS } from '#server/protocol/requests/playbook.ts'
import type { RequestName } from '#server/protocol/requests.ts'
import { callView } from '#tests/support/call-view.ts'
import { createManualClock } from '#tests/support/manual-clock.ts'
import {
  agentRow,
  createScriptedDirectory,
  createScriptedFloor,
  createScriptedFloors,
} from '#tests/support/scripted-floor.ts'
import { viewerOf } from '#tests/support/viewers.ts'

export const NUMBER = '13800138000'
export const REF = 'R'.repeat(43)
const erasureOf = (ref: string): CustomerErasure => ({
  ref,
  fresh: 'F'.repeat(43),
  masks: ['138****8000'],
  upTo: { pbx: 1 },
  calls: [{ feedId: 'pbx', callId: 'c1' }],
})
export const KEY = 'step_skipped|seg-1001|e7'
export const DISPUTED = 'action_missed|seg-1001:NEED_VERIFY|r1'
export const CALL_BACK = 'action_missed|seg-1001:RES_TICKET|r1'
export const DAY = Date.UTC(2026, 0, 5)
export const view = callView('c1', {
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
  callBacks: [{ key: CALL_BACK, rule: 'action_missed', dueAt: 0, state: 'open', openedAt: 0, callBy: 86_400_000 }],
  disputes: [
    {
      key: DISPUTED,
      rule: 'action_missed',
      dueAt: 0,
      state: 'pending',
      by: '组长甲',
      byId: 'leader-a',
      at: 0,
      reason: '客户自己说了地址',
    },
  ],
})
export const BODIES: Record<RequestName, object> = {
  'alert:acknowledge': { feed: 'pbx', callId: 'c1', key: KEY },
  'alert:resolve': { feed: 'pbx', callId: 'c1', key: KEY, note: '已回访' },
  'verdict:dispute': { feed: 'pbx', callId: 'c1', key: KEY, reason: '客户已说明来意' },
  'dispute:decide': { feed: 'pbx', callId: 'c1', key: DISPUTED, outcome: 'overturned', reason: '录音核实' },
  'callback:close': { feed: 'pbx', callId: 'c1', key: CALL_BACK, as: 'done', note: '已回电' },
  'call:set-scenario': { feed: 'pbx', callId: 'c1', scenario: 'complaint' },
  'call:set-level': { feed: 'pbx', callId: 'c1', level: 1, reason: '听错了' },
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
  'playbook:start-draft': { revision: 0, version: 1 },
  'playbook:save-draft': { revision: 1, edits: [{ path: ['policy'], value: [] }] },
  'playbook:discard-draft': { revision: 1 },
  'playbook:publish': { revision: 1, over: 1, note: '试用' },
  'playbook:back-test': { revision: 1, over: 1, calls: 100 },
  'playbook:back-test-progress': {},
  'playbook:back-test-calls': { id: 'b1', line: 'long_call||||' },
  'playbook:back-test-cancel': { id: 'b1' },
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
const RUNNING: BackTestStatus = {
  id: 'b1',
  by: '王经理',
  revision: 1,
  over: 1,
  calls: 100,
  startedAt: DAY,
  now: DAY,
  done: 0,
  state: 'running',
}
export const ORGANISING = Object.keys(PEOPLE_REQUESTS) as (keyof typeof PEOPLE_REQUESTS)[]

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

const sealOther = (clear: string): SealedNumber =>
  /^\d{3,}$/.test(clear) ? { masked: clear, customerRef: 'X'.repeat(43), sealed: 'v1.y' } : { masked: clear }

export const startCommands = () => {
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
  /** Notes what it is told instead of writing it. */
  const deskOf = (names: readonly string[]) =>
    Object.fromEntries(
      names.map((name) => [
        name,
        async (body: object, { at, actor }: Doing) => {
          placed.push(body)
          audited.push({ at, actor, action: name, subject: 'organisation', detail: {} })
          return {}
        },
      ]),
    )
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
    hasCallEvents: async (_feedId, callId) => callId !== 'ancient',
    saveRetention: async (retention, note) => {
      placed.push(retention)
      audited.push(note)
    },
    users: createOfficeStandIn(told, audited),
    organisation: deskOf(ORGANISING) as OrganisationDesk,
    playbooks: deskOf(Object.keys(PLAYBOOK_REQUESTS)) as PlaybookDesk,
    backTests: {
      async start(body, by, note) {
        placed.push({ body, by })
        audited.push(note)
        return RUNNING
      },
      status: () => RUNNING,
      listCalls: () => [],
      cancel: async (id) => void placed.push({ id }),
    },
    seats: createNotedSeatWork((what, note) => {
      seated.push(what)
      audited.push(note)
    }),
    logger: { error: () => {} },
  })
  const changes = () => appended.length + placed.length + erased.length + told.length + seated.length
  /** Keeps a call in the record alone. */
  const remember = (callId: string) =>
    void recorded.set(callId, { subject: { teamIds: ['north'] }, view: { ...view, callId } })
  return { remember, floor, clock, commands, appended, placed, told, seated, audited, erased, kept, failing, changes }
}

export type Who = `${Role}` | 'supervisor of another team' | 'screen'
export const WHO: Record<Who, Viewer> = {
  admin: viewerOf('admin', 'all'),
  manager: viewerOf('manager', 'all'),
  floor_manager: viewerOf('floor_manager', 'all'),
  supervisor: viewerOf('supervisor', ['north']),
  viewer: viewerOf('viewer', ['north']),
  'supervisor of another team': viewerOf('supervisor', ['south']),
  screen: viewerOf('admin', 'all', { kind: 'screen' }),
}
