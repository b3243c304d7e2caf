import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { countAudit, searchAudit } from '#db/queries/search-audit.ts'
import { makeRecordPartitions } from '#db/writes/make-record-partitions.ts'
import { type AuditEntry, appendAudit } from '#server/access/audit.ts'
import type { AuditFilter } from '#server/domain/audit-actions.ts'
import { auditExport } from '#server/http/exports/audit.ts'
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts'
import { viewerOf } from '#tests/support/viewers.ts'

const AT = Date.UTC(2026, 10, 22, 7, 30)
let db: TestDatabase

const add = (n: number, more: Partial<AuditEntry> = {}) =>
  appendAudit(db.database.sql, {
    at: AT + n * 1000,
    actor: { kind: 'user', id: 'u1' },
    action: 'alert.resolve',
    subject: `call:pbx/c${n}`,
    address: '192.0.2.7',
    ...more,
  })

beforeAll(async () => {
  db = await createTestDatabase()
  await db.database.sql`insert into app_user (id, name, email, username, role) values
    ('u1', '王班长', 'a@users.invalid', 'wang', 'supervisor'), ('u2', '100%_李', 'b@users.invalid', 'li', 'admin')`
  await db.database.sql`insert into agent (feed_id, agent_id, agent_no, name, first_seen_at)
    values ('pbx', '1001', '1001', '何军斌', now())`
  for (let n = 1; n <= 6; n++) await add(n)
  await add(7, { actor: { kind: 'user', id: 'u2' }, action: 'user.disable', subject: 'user:u1', address: '10.0.0.1' })
  await add(8, { actor: { kind: 'nobody', id: '' }, action: 'session.refuse', subject: 'username:wang' })
  await add(9, { action: 'agent.place', subject: 'agent:pbx/1001', detail: { teamId: 'a' } })
})
afterAll(() => db.drop())

const find = async (filter: AuditFilter) =>
  (await searchAudit(db.database.sql, filter, { limit: 100 })).map(({ id }) => id)

describe('a search of the audit', () => {
  it.each<[string, AuditFilter, number[]]>([
    ['nothing', {}, [9, 8, 7, 6, 5, 4, 3, 2, 1]],
    ['a time', { from: AT + 3000, to: AT + 5000 }, [4, 3]],
    ['part of a name', { actor: '班' }, [9, 6, 5, 4, 3, 2, 1]],
    ['a user name', { actor: 'LI' }, [7]],
    ['an id', { actor: 'u2' }, [7]],
    ['what LIKE would read as a pattern', { actor: '0%_李' }, [7]],
    ['only a pattern', { actor: '%' }, [7]],
    ['an action', { action: 'session.refuse' }, [8]],
    ['a subject', { subject: 'pbx/c4' }, [4]],
    ['the name of a subject', { subject: '王班长' }, [7]],
    ['an address', { address: '10.0.' }, [7]],
    ['all at once', { actor: '王', action: 'alert.resolve', subject: 'call', from: AT, to: AT + 2001 }, [2, 1]],
    ['a quote', { actor: "'; drop table audit; --" }, []],
  ])('asks for %s', async (_title, filter, ids) => {
    expect(await find(filter)).toEqual(ids)
    expect(await countAudit(db.database.sql, filter, 100)).toBe(ids.length)
  })

  it('goes on where it stopped, newest first', async () => {
    const pages: number[][] = []
    for (let before: number | undefined; pages.length < 4; before = pages.at(-1)?.at(-1)) {
      const rows = await searchAudit(db.database.sql, {}, { before, limit: 4 })
      if (rows.length === 0) break
      pages.push(rows.map(({ id }) => id))
    }
    expect(pages).toEqual([[9, 8, 7, 6], [5, 4, 3, 2], [1]])
    expect(await countAudit(db.database.sql, {}, 5)).toBe(5)
  })

  it('names people, agents and calls', async () => {
    await makeRecordPartitions(db.database.sql, [{ parent: 'call', day: new Date(AT).toISOString().slice(0, 10) }])
    await db.database
      .sql`insert into call (feed_id, call_id, direction, state, started_at, hold_count, transfers, agent_id,
      scenario_source, level, peak_level, view)
      values ('pbx', 'c6', 'inbound', 'cleared', to_timestamp(${AT / 1000}), 0, 0, '1001', 'none', 0, 0, '{}')`
    const rows = new Map((await searchAudit(db.database.sql, {}, { limit: 100 })).map((row) => [row.id, row]))
    expect(rows.get(9)).toMatchObject({
      actorName: '王班长',
      subjectName: '何军斌',
      callAt: null,
      detail: { teamId: 'a' },
    })
    expect(rows.get(7)).toMatchObject({ actorName: '100%_李', subjectName: '王班长', address: '10.0.0.1' })
    expect(rows.get(6)).toMatchObject({ subjectName: '何军斌', callAt: AT })
    expect(rows.get(5)).toMatchObject({ subjectName: null, callAt: null })
    expect(rows.get(8)).toMatchObject({ actorKind: 'nobody', actorName: null })
  })

  it('is handed out as it was filtered', async () => {
    const { rows, header } = auditExport(db.database.sql)
    const all = await rows(viewerOf('admin', 'all'), new URLSearchParams({ action: 'alert.resolve', before: '3' }))
    expect(all.map(([id]) => id)).toEqual(['6', '5', '4', '3', '2', '1'])
    expect(all[0]).toHaveLength(header.length)
    expect(all[5]?.[1]).toBe('2026-11-22T07:30:01.000Z')
  })
})
