import { describe, expect, test } from 'vitest'
import en from '#app/_i18n/messages/en.json' with { type: 'json' }
import { readSubject, toKey } from '#app/(desk)/settings/audit/_model/subject.ts'
import { readZoned, writeZoned } from '#app/(desk)/settings/audit/_model/zoned-input.ts'
import { AUDIT_ACTIONS } from '#server/domain/audit-actions.ts'
import { readAuditFilter } from '#server/domain/audit-filter.ts'

describe('a field for date and time', () => {
  test.each([
    ['Asia/Shanghai', '2026-11-25T08:30', '2026-11-25T00:30:00.000Z'],
    ['UTC', '2026-11-25T08:30', '2026-11-25T08:30:00.000Z'],
    ['Asia/Kathmandu', '2026-01-01T00:00', '2025-12-31T18:15:00.000Z'],
    ['Europe/Berlin', '2026-03-29T03:30', '2026-03-29T01:30:00.000Z'],
    ['Europe/Berlin', '2026-03-29T01:30', '2026-03-29T00:30:00.000Z'],
  ])('in %s reads %s and shows it again', (zone, text, instant) => {
    expect(new Date(readZoned(text, zone) ?? 0).toISOString()).toBe(instant)
    expect(writeZoned(Date.parse(instant), zone)).toBe(text)
  })

  test('reads nothing out of what is no time', () => {
    for (const text of ['', 'now', '2026-13-45T99:99', '2026-11-25']) expect(readZoned(text, 'UTC')).toBeUndefined()
    expect(writeZoned(undefined, 'UTC')).toBe('')
  })
})

describe('the audit on screen', () => {
  test('takes a subject apart', () => {
    expect(readSubject('call:pbx/a/b')).toEqual({ kind: 'call', feed: 'pbx', id: 'a/b' })
    expect(readSubject('user:7')).toEqual({ kind: 'user', id: '7' })
    expect(readSubject('export:audit')).toEqual({ kind: 'export', id: 'audit' })
  })

  test('has words for every action', () => {
    const keys = AUDIT_ACTIONS.map(toKey).toSorted()
    expect(Object.keys(en.audit.actions).toSorted()).toEqual(keys)
    expect(
      Object.keys(en.audit.says)
        .filter((key) => key !== 'other')
        .toSorted(),
    ).toEqual(keys)
  })

  test('leaves out of an address what is no filter', () => {
    expect(readAuditFilter({ from: 'x', to: '5', actor: '  ', action: ['a', 'b'], subject: 's', other: 1 })).toEqual({
      to: 5,
      subject: 's',
    })
  })
})
