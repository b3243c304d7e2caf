import { expect, test } from 'vitest'
import { PERMISSIONS, permissionsOf } from '#server/domain/may.ts'
import { audienceKey, canPlaceAgents, canSee, ROLES } from '#server/domain/viewer.ts'
import { viewerOf } from '#tests/support/viewers.ts'

test('[SCOPE-1] who is given teams sees what any of them owns, and nothing else', () => {
  const viewer = viewerOf('supervisor', ['t1', 't2'])
  expect(canSee(viewer, { teamIds: ['t9', 't2'] })).toBe(true)
  expect(canSee(viewer, { teamIds: ['t9'] })).toBe(false)
})

test('[SCOPE-1] what belongs to nobody yet is seen by those who see everything only', () => {
  expect(canSee(viewerOf('supervisor', ['t1']), { teamIds: [] })).toBe(false)
  expect(canSee(viewerOf('supervisor', []), { teamIds: ['t1'] })).toBe(false)
  expect(canSee(viewerOf('viewer', 'all'), { teamIds: [] })).toBe(true)
})

test('[SCOPE-2] only those who see everything and run the centre place agents', () => {
  const may = ROLES.filter((role) => canPlaceAgents(viewerOf(role, 'all')))
  expect(may).toEqual(['admin', 'manager'])
  expect(ROLES.some((role) => canPlaceAgents(viewerOf(role, ['t1'])))).toBe(false)
})

test('[SCOPE-3] viewers share a stream exactly when they see the same', () => {
  const key = (teams: string[] | 'all', masked = true) => audienceKey(viewerOf('supervisor', teams, { masked }))
  expect(key(['t2', 't1'])).toBe(key(['t1', 't2']))
  expect(new Set([key(['t1']), key(['t2']), key('all'), key('all', false)]).size).toBe(4)
  expect(audienceKey(viewerOf('admin', 'all'))).not.toBe(audienceKey(viewerOf('viewer', 'all')))
})

test('[SCOPE-4] a screen may do nothing, a viewer changes only their own sign-ins, and only those who run the centre change who is who', () => {
  expect(permissionsOf(viewerOf('admin', 'all', { kind: 'screen' }))).toEqual([])
  expect(permissionsOf(viewerOf('viewer', ['t1']))).toEqual(['account.own'])
  expect(permissionsOf(viewerOf('supervisor', ['t1']))).toEqual([
    'alert.handle',
    'verdict.dispute',
    'callback.close',
    'call.classify',
    'number.reveal',
    'roster.read',
    'account.own',
  ])
  expect(permissionsOf(viewerOf('floor_manager', 'all'))).not.toContain('organisation.edit')
  const all = ROLES.flatMap((role) => permissionsOf(viewerOf(role, 'all')))
  expect([...new Set(all)].sort()).toEqual([...PERMISSIONS].sort())
})
