import { describe, expect, it } from 'vitest'
import { VERBS } from '#server/commands/create-commands.ts'
import { PERMISSIONS } from '#server/domain/may.ts'
import { REQUESTS, type RequestName } from '#server/protocol/requests.ts'
import { BODIES, ORGANISING, startCommands, WHO, type Who } from '#tests/support/command-bench.ts'
import { viewerOf } from '#tests/support/viewers.ts'

/** What each leaves behind: entries or changes, and rows of the audit. */
const LEAVES: Record<RequestName, { changes: number; notes: number }> = {
  'alert:acknowledge': { changes: 1, notes: 1 },
  'alert:resolve': { changes: 1, notes: 1 },
  'verdict:dispute': { changes: 1, notes: 1 },
  'dispute:decide': { changes: 1, notes: 1 },
  'callback:close': { changes: 1, notes: 1 },
  'call:set-scenario': { changes: 1, notes: 1 },
  'call:set-level': { changes: 1, notes: 1 },
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
  'playbook:start-draft': { changes: 1, notes: 1 },
  'playbook:save-draft': { changes: 1, notes: 1 },
  'playbook:discard-draft': { changes: 1, notes: 1 },
  'playbook:publish': { changes: 1, notes: 1 },
  'playbook:back-test': { changes: 1, notes: 1 },
  'playbook:back-test-progress': { changes: 0, notes: 0 },
  'playbook:back-test-calls': { changes: 0, notes: 0 },
  'playbook:back-test-cancel': { changes: 1, notes: 0 },
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
  'verdict:dispute': onCalls,
  'dispute:decide': managersOnly,
  'callback:close': onCalls,
  'call:set-scenario': onCalls,
  'call:set-level': onCalls,
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
  'playbook:start-draft': managersOnly,
  'playbook:save-draft': managersOnly,
  'playbook:discard-draft': managersOnly,
  'playbook:publish': managersOnly,
  'playbook:back-test': managersOnly,
  'playbook:back-test-progress': managersOnly,
  'playbook:back-test-calls': managersOnly,
  'playbook:back-test-cancel': managersOnly,
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
    const bench = startCommands()
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
    const bench = startCommands()
    const answer = await bench.commands.run(verb, BODIES[verb], viewerOf('manager', ['north']))
    expect(answer).toMatchObject({ ok: false, code: 'forbidden' })
    expect(bench.placed).toEqual([])
  })

  it('does not let a manager of one team change what concerns all', async () => {
    const part = viewerOf('manager', ['north'])
    for (const verb of Object.keys(BODIES).filter((name) => /^(identity|seat|roster|duty|playbook):/.test(name))) {
      const bench = startCommands()
      const answer = await bench.commands.run(verb, BODIES[verb as RequestName], part)
      expect(answer).toMatchObject({ ok: false, code: 'forbidden' })
      expect(bench.changes()).toBe(0)
    }
  })
})
