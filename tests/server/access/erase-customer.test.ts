import { io, type Socket } from 'socket.io-client'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Sql } from '#db/client.ts'
import { loadLawBook } from '#db/queries/load-law-book.ts'
import { readLog } from '#db/queries/read-log.ts'
import { readProjection } from '#db/queries/read-projection.ts'
import { addFeed } from '#db/writes/add-feed.ts'
import { ADDRESS_HEADER, getAccess } from '#server/access/auth.ts'
import { addUser } from '#server/access/users.ts'
import { verifyAudit } from '#server/access/verify-audit.ts'
import { systemClock } from '#server/clock.ts'
import type { RunningServer } from '#server/create-server.ts'
import { readCallBacks } from '#server/domain/call/call-backs.ts'
import { readDisputes } from '#server/domain/call/disputes.ts'
import { readCall } from '#server/domain/call/reading.ts'
import {
  alertRows,
  callBackRows,
  callRow,
  disputeRows,
  type Row,
  segmentRows,
  stepRows,
} from '#server/domain/call/rows.ts'
import { type CustomerErasure, eraseFromEntry } from '#server/domain/customer-erasure.ts'
import type { Event } from '#server/domain/event.ts'
import { foldLog } from '#server/domain/feed/fold-log.ts'
import { lawOf } from '#server/domain/feed/law-book.ts'
import { FEED_PATH } from '#server/protocol/feed.ts'
import { LIVE_PATH } from '#server/protocol/live.ts'
import { PROTOCOL_VERSION } from '#server/protocol/version.ts'
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts'
import { startTestServer } from '#tests/support/test-server.ts'
import { waitFor } from '#tests/support/wait-for.ts'

const FEED = 'pbx'
const NUMBER = '13812345678'
const MASKED = '138****5678'
const OTHER = '13987654321'

let db: TestDatabase
let server: RunningServer
let token: string
let sockets: Socket[]

beforeEach(async () => {
  sockets = []
  db = await createTestDatabase()
  ;({ token } = await addFeed(db.database.sql, { name: FEED, origin: 'owner' }))
  server = await startTestServer(db)
})
afterEach(async () => {
  for (const socket of sockets) socket.disconnect()
  await server.close()
  await db.drop()
})

let serial = 0
const event = (at: number, type: string, callId: string, data: object = {}, more: object = {}) => ({
  eventId: `e${++serial}`,
  type,
  callId,
  occurredAt: new Date(at).toISOString(),
  data,
  ...more,
})

/** A whole call of one customer: a step left out, a hold, a complaint. */
const story = (callId: string, customerNumber: string, from: number, more: object = {}) => {
  const on = { agentId: '1001', segmentId: `${callId}-a`, queueId: 'q' }
  const t = (seconds: number) => from + seconds * 1000
  return [
    event(t(0), 'call.offered', callId, { direction: 'inbound', customerNumber, ...more }),
    event(t(1), 'call.queued', callId, {}, { queueId: 'q' }),
    event(t(4), 'call.connected', callId, {}, { ...on, deviceId: `PJSIP/${customerNumber}` }),
    event(t(5), 'step.entered', callId, { step: 'opening' }, on),
    event(t(9), 'step.entered', callId, { step: 'resolution' }, on),
    event(t(12), 'call.held', callId, { by: 'agent' }, on),
    event(t(15), 'call.retrieved', callId, {}, on),
    event(t(16), 'complaint.level', callId, { level: 3 }, on),
    event(t(17), 'call.attributes', callId, { customerNumber }),
  ]
}
const ended = (callId: string, from: number) => [
  event(from + 30_000, 'call.cleared', callId, { cause: 'customer_hangup' }),
]

const openFeed = async () => {
  const socket = io(server.url, { path: FEED_PATH, transports: ['websocket'], auth: { token }, reconnection: false })
  sockets.push(socket)
  const hello = { v: PROTOCOL_VERSION, feedId: FEED, epoch: 'boot-1', order: 'time', resumed: true }
  await socket.emitWithAck('feed:hello', hello)
  return {
    send: async (events: object[]) =>
      expect(await socket.emitWithAck('feed:events', { events })).toMatchObject({ ok: true }),
    beat: async (at: number) =>
      expect(await socket.emitWithAck('feed:heartbeat', { at: new Date(at).toISOString() })).toMatchObject({
        ok: true,
      }),
  }
}

const signIn = async (name: string) => {
  const access = getAccess()
  const { password } = await addUser(
    access,
    { kind: 'shell', id: 't' },
    { username: name, role: 'manager', teamIds: [], mustChangePassword: false },
  )
  const answer = await access.auth.handler(
    new Request(`${server.url}/api/auth/sign-in/username`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: server.url, [ADDRESS_HEADER]: '192.0.2.7' },
      body: JSON.stringify({ username: name, password }),
    }),
  )
  const cookie = answer.headers
    .getSetCookie()
    .map((one) => one.split(';')[0])
    .join('; ')
  const socket = io(server.url, {
    path: LIVE_PATH,
    transports: ['websocket'],
    extraHeaders: { origin: server.url, cookie },
    reconnection: false,
  })
  sockets.push(socket)
  const heard: unknown[] = []
  socket.onAny((...args) => heard.push(args))
  await socket.emitWithAck('live:hello', { v: PROTOCOL_VERSION })
  return { cookie, heard, ask: (verb: string, body: object) => socket.emitWithAck(verb, body) }
}

/** Every row of every table as text, the floors' checkpoints opened. */
const dump = async (sql: Sql): Promise<string> => {
  const tables = await sql<{ name: string }[]>`
    select relid::regclass::text as name from pg_stat_user_tables where schemaname = 'public' order by 1`
  let text = ''
  for (const { name } of tables) {
    const rows = await sql.unsafe<{ row: string }[]>(`select t::text as row from ${name} t`)
    text += `${name}\n${rows.map(({ row }) => row).join('\n')}\n`
  }
  const states = await sql<{ state: string }[]>`select convert_from(state, 'UTF8') as state from floor_checkpoint`
  return text + states.map(({ state }) => state).join('\n')
}

const sorted = (rows: readonly Row[], ...keys: string[]) =>
  rows.toSorted(
    (a, b) =>
      keys
        .map((key) => ((a[key] ?? '') < (b[key] ?? '') ? -1 : (a[key] ?? '') > (b[key] ?? '') ? 1 : 0))
        .find((order) => order !== 0) ?? 0,
  )

/** What `npm run fold` makes of the log. */
const foldOffline = async () => {
  const entries = await readLog(db.database.sql, FEED, 0, 100_000)
  const fold = foldLog(entries, await loadLawBook(db.database.sql), 'time').get(FEED)
  const calls = [...(fold?.calls.values() ?? [])].map(({ call }) => call)
  return {
    calls: sorted(calls.map(callRow), 'callId'),
    segments: sorted(calls.flatMap(segmentRows), 'callId', 'segmentId'),
    steps: sorted(
      calls.flatMap((call) => (fold ? stepRows(call, readCall(call, lawOf(fold.book, call))) : [])),
      'callId',
      'segmentId',
      'step',
    ),
    alerts: sorted(
      calls.flatMap((call) => alertRows(call, fold?.alerts(call.callId) ?? [])),
      'callId',
      'key',
    ),
    callBacks: calls.flatMap((call) =>
      fold ? callBackRows(call, readCallBacks(call, fold.verdicts(call.callId), lawOf(fold.book, call))) : [],
    ),
    disputes: calls.flatMap((call) =>
      disputeRows(call, fold ? readDisputes(call, fold.verdicts(call.callId), lawOf(fold.book, call).playbook) : []),
    ),
  }
}

const traces = async () => {
  const rows = await db.owner.sql<{ ref: string; sealed: string }[]>`
    select distinct event #>> '{data,customer,customerRef}' as ref, event #>> '{data,customer,sealed}' as sealed
    from feed_event where event #>> '{data,customer,masked}' = ${MASKED}`
  return [NUMBER, MASKED, ...new Set(rows.flatMap(({ ref, sealed }) => [ref, sealed]))]
}

const recorded = (calls: number) =>
  waitFor(async () => {
    const [row] = await db.owner.sql<{ calls: number }[]>`
      select count(*)::int as calls from call where customer_ref is not null`
    return row?.calls === calls
  }, 200)

describe('erasing a customer', () => {
  it('[PRIV-3] [PRIV-4] leaves no trace of the number anywhere and every fact as it was', async () => {
    const now = systemClock.now()
    const old = now - 3 * 3_600_000
    let feed = await openFeed()
    await feed.send([
      ...story('old', NUMBER, old),
      ...ended('old', old),
      ...story('other', OTHER, old),
      ...ended('other', old),
    ])
    await feed.send(story('live', NUMBER, now - 60_000))
    const outgoing = { direction: 'outbound', dialled: NUMBER }
    await feed.send([...story('out', NUMBER, now - 120_000, outgoing), ...ended('out', now - 120_000)])
    await feed.beat(now)
    await recorded(4)
    await waitFor(async () => {
      const rows = await db.owner.sql`select distinct call_id from call_alert where call_id in ('old', 'out')`
      return rows.length === 2
    }, 200)
    // What ended long ago is not in memory after a start.
    await server.close()
    server = await startTestServer(db)
    feed = await openFeed()
    await feed.send([event(now, 'agent.state', '', { state: 'ready' }, { agentId: '1002', callId: undefined })])
    await feed.beat(now + 1000)
    const { cookie, heard, ask } = await signIn('dpo')
    await db.owner.sql`insert into dead_letter (feed_id, origin, received_at, path, reason, event)
      select ${FEED}, 'owner', now(), 'x', 'y', event #>> '{data,customer}' from feed_event where call_id = 'old' limit 1`
    const gone = await traces()
    expect(gone).toHaveLength(3 + 6)
    const before = await dump(db.owner.sql)
    for (const trace of gone.slice(1)) expect(before).toContain(trace)

    const found = await ask('customer:find', { number: `+86 ${NUMBER}` })
    expect(found).toMatchObject({ ok: true, total: 3, masked: expect.any(String) })
    expect(found.calls.map((call: { callId: string }) => call.callId)).toEqual(['live', 'out', 'old'])
    const take = (file: string, who = cookie) =>
      fetch(`${server.url}/api/export/customer.${file}?handle=${found.handle}`, { headers: { cookie: who } })
    const exported = (await (await take('json')).json()) as {
      calls: { call: object; alerts: object[]; steps: object[] }[]
    }
    expect(exported.calls).toHaveLength(3)
    expect(exported.calls.every(({ steps }) => steps.length > 0)).toBe(true)
    expect(exported.calls.filter(({ alerts }) => alerts.length > 0).length).toBeGreaterThan(1)
    const csv = await (await take('csv')).text()
    expect(csv).toMatch(/^kind,feedId,callId,at,until,who,what,value\r\n/)
    for (const text of [JSON.stringify(exported), csv]) expect(text).not.toContain(gone[2])

    await ask('call:watch', { feed: FEED, callId: 'old' })
    await ask('call:watch', { feed: FEED, callId: 'live' })
    const facts = await readProjection(db.database.sql, FEED)
    const body = { handle: found.handle, number: NUMBER, reason: 'customer_asked', text: '' }
    expect(await ask('customer:erase', body)).toEqual({ ok: true, calls: 3 })

    expect(await readProjection(db.database.sql, FEED)).toEqual(facts)
    const shown = heard.length
    await waitFor(async () => {
      const { frame } = await ask('call:watch', { feed: FEED, callId: 'live' })
      return frame.view.caller === undefined
    })
    expect((await ask('call:watch', { feed: FEED, callId: 'old' })).frame.view.caller).toBeUndefined()
    expect(JSON.stringify(heard.slice(shown))).not.toContain(MASKED)
    expect(await ask('call:reveal-number', { feed: FEED, callId: 'old', reason: 'call_back', text: '' })).toMatchObject(
      {
        ok: false,
        reason: { key: 'numberErased' },
      },
    )
    expect(await ask('customer:find', { number: NUMBER })).toMatchObject({ ok: true, total: 0 })

    await server.close()
    for (const when of ['after the end', 'after another start']) {
      const after = await dump(db.owner.sql)
      for (const trace of gone) expect([when, trace, after.includes(trace)]).toEqual([when, trace, false])
      expect(after).toContain('139****4321')
      const tables = await readProjection(db.database.sql, FEED)
      expect(tables.calls).toEqual(facts.calls)
      expect(await foldOffline()).toEqual(tables)
      if (when === 'after the end') {
        server = await startTestServer(db)
        await server.close()
      }
    }
    const refs = await db.owner.sql<{ ref: string; calls: string[] }[]>`
      select customer_ref as ref, array_agg(call_id order by call_id) as calls from call group by 1 order by 2`
    expect(refs.map(({ calls }) => calls)).toEqual([['live', 'old', 'out'], ['other']])
    const notes = await db.owner.sql<{ action: string; address: string | null }[]>`
      select action, address from audit where action like 'customer.%' order by id`
    expect(notes.map(({ action }) => action)).toEqual([
      'customer.find',
      'customer.export',
      'customer.export',
      'customer.erase',
      'customer.find',
    ])
    expect(notes.every(({ address }) => address === '127.0.0.1')).toBe(true)
    expect((await verifyAudit(db.database.sql)).fault).toBeUndefined()
  })

  it('[PRIV-5] leaves a contact after it alone', async () => {
    const feed = await openFeed()
    const now = systemClock.now()
    await feed.send(story('first', NUMBER, now - 60_000))
    await recorded(1)
    const { ask } = await signIn('dpo')
    const { handle } = await ask('customer:find', { number: NUMBER })
    const body = { handle, number: NUMBER, reason: 'other', text: '客户来函' }
    expect(await ask('customer:erase', body)).toEqual({ ok: true, calls: 1 })
    await feed.send(story('second', NUMBER, now - 30_000))
    const found = await waitFor(async () => {
      const answer = await ask('customer:find', { number: NUMBER })
      return answer.total === 1 ? answer : null
    }, 200)
    expect(found.calls[0]).toMatchObject({ callId: 'second' })
    expect(await ask('call:reveal-number', { feed: FEED, callId: 'second', reason: 'call_back', text: '' })).toEqual({
      ok: true,
      number: NUMBER,
    })
  })

  it('[PRIV-3] can do nothing else to the log', async () => {
    const { sql } = db.database
    for (const ref of ['', '%', 'a', `${'a'.repeat(42)}'`])
      await expect(sql`select erase_customer(${ref})`).rejects.toMatchObject({ code: '22023' })
    await expect(sql`select without_customer('{}'::jsonb, 'a', 'b', '{}')`).rejects.toMatchObject({ code: '42501' })
    await expect(sql`update feed_event set event = '{}'`).rejects.toMatchObject({ code: '42501' })
  })

  it('[PRIV-3] makes of an event the same in the database and in memory', async () => {
    const [ref, fresh] = ['R'.repeat(43), 'F'.repeat(43)]
    const erasure: CustomerErasure = {
      ref,
      fresh,
      masks: [MASKED],
      upTo: { [FEED]: 9 },
      calls: [{ feedId: FEED, callId: 'c' }],
    }
    const customer = { masked: MASKED, customerRef: ref, sealed: 'v1.x' }
    const events = [
      event(0, 'call.offered', 'c', { direction: 'inbound', customer }),
      event(0, 'call.offered', 'c', { direction: 'outbound', customer, dialled: MASKED }),
      event(0, 'call.attributes', 'c', { customer: { ...customer, customerRef: 'O'.repeat(43) }, dialled: '10086' }),
      event(0, 'call.connected', 'c', {}, { deviceId: `SIP/${MASKED}@trunk-${MASKED}` }),
      event(0, 'call.connected', 'c', {}, { deviceId: 'SIP/1001' }),
      event(0, 'call.cleared', 'c', { cause: 'customer_hangup' }),
    ] as unknown as Event[]
    for (const one of events) {
      const [row] = await db.owner.sql<{ clean: unknown }[]>`
        select without_customer(${JSON.stringify(one)}::text::jsonb, ${ref}, ${fresh}, ${[MASKED]}::text[]) as clean`
      const entry = { feedId: FEED, position: 9, event: one }
      expect(eraseFromEntry(entry, erasure).event).toEqual(row?.clean)
      expect(eraseFromEntry({ ...entry, position: 10 }, erasure).event).toBe(one)
    }
  })
})
