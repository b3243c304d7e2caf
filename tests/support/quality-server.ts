import { io, type Socket } from 'socket.io-client'
import { addFeed } from '#db/writes/add-feed.ts'
import { insertTeam } from '#db/writes/insert-team.ts'
import { placeAgents } from '#db/writes/place-agents.ts'
import { ADDRESS_HEADER, getAccess } from '#server/access/auth.ts'
import { addUser } from '#server/access/users.ts'
import { systemClock } from '#server/clock.ts'
import type { Role } from '#server/domain/viewer.ts'
import { PROTOCOL_VERSION } from '#server/protocol/version.ts'
import { createTestDatabase, type TestDatabase } from './database.ts'
import { startTestServer } from './test-server.ts'
import { waitFor } from './wait-for.ts'

export const FEED = 'pbx'
const AGENTS = { north: '1001', south: '2001' } as const

let told = 0
/** `second` after `from`, epoch ms. */
const event = (from: number, second: number, type: string, callId: string, data: object, more: object = {}) => ({
  eventId: `e${++told}`,
  type,
  callId,
  occurredAt: new Date(from + second * 1000).toISOString(),
  data,
  ...more,
})

/** A call of an agent's in which a step was left out, heard from end to end; over after a minute. */
export const skippingCall = (callId: string, side: keyof typeof AGENTS, from: number): object[] => {
  const on = { agentId: AGENTS[side], segmentId: `${callId}-a` }
  const say = (second: number, role: string, text: string) =>
    event(from, second, 'transcript.segment', callId, { utteranceId: `u${second}`, role, text }, on)
  return [
    event(from, 0, 'call.offered', callId, { direction: 'inbound', customerNumber: '13812345678' }),
    event(from, 4, 'call.connected', callId, {}, on),
    event(from, 5, 'step.entered', callId, { step: 'opening' }, on),
    say(6, 'agent', '您好，很高兴为您服务'),
    say(8, 'customer', '我家宽带断了'),
    event(from, 9, 'step.entered', callId, { step: 'resolution' }, on),
    say(12, 'agent', '我帮您检测一下线路'),
    event(from, 60, 'call.cleared', callId, { cause: 'customer_hangup' }),
  ]
}

/** The whole server, two teams with an agent each, and whoever signs in. */
export const startQuality = async (before: (db: TestDatabase) => Promise<unknown> = async () => {}) => {
  const db = await createTestDatabase()
  const { sql } = db.database
  const { token } = await addFeed(sql, { name: FEED, origin: 'owner' })
  await before(db)
  const server = await startTestServer(db)
  const sockets: Socket[] = []
  const now = systemClock.now()
  for (const side of ['north', 'south'] as const) await insertTeam(sql, { id: side, name: side, createdAt: now })

  const open = async () => {
    const socket = io(server.url, { path: '/feed', transports: ['websocket'], auth: { token }, reconnection: false })
    sockets.push(socket)
    const hello = { v: PROTOCOL_VERSION, feedId: FEED, epoch: 'boot', order: 'time', resumed: true }
    await socket.emitWithAck('feed:hello', hello)
    return socket
  }
  const feed = await open()
  const beat = () => feed.emitWithAck('feed:heartbeat', { at: new Date(systemClock.now()).toISOString() })
  const tell = async (events: object[]) => {
    const answer = await feed.emitWithAck('feed:events', { events })
    if (!answer.ok || answer.dead.length > 0) throw new Error(`the feed was not understood: ${JSON.stringify(answer)}`)
    await beat()
  }
  await tell(
    Object.values(AGENTS).map((agentId) => ({
      eventId: `p${agentId}`,
      type: 'agent.profile',
      occurredAt: new Date(now - 86_400_000).toISOString(),
      data: { name: `agent ${agentId}` },
      agentId,
    })),
  )
  await waitFor(async () => (await sql`select 1 from agent`).length === 2)
  await sql.begin(async (tx) => {
    for (const [teamId, agentId] of Object.entries(AGENTS))
      await placeAgents(tx, { feedId: FEED, agentIds: [agentId], teamId, from: now - 7 * 86_400_000 })
  })

  const signIn = async (username: string, role: Role, teamIds: string[] = []) => {
    const access = getAccess()
    const user = { username, role, teamIds, mustChangePassword: false }
    const { password } = await addUser(access, { kind: 'shell', id: 't' }, user)
    const answer = await access.auth.handler(
      new Request(`${server.url}/api/auth/sign-in/username`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', origin: server.url, [ADDRESS_HEADER]: '192.0.2.7' },
        body: JSON.stringify({ username, password }),
      }),
    )
    const cookie = answer.headers
      .getSetCookie()
      .map((one) => one.split(';')[0])
      .join('; ')
    const socket = io(server.url, {
      path: '/live',
      transports: ['websocket'],
      extraHeaders: { origin: server.url, cookie },
      reconnection: false,
    })
    sockets.push(socket)
    await socket.emitWithAck('live:hello', { v: PROTOCOL_VERSION })
    return {
      ask: (verb: string, body: object) => socket.emitWithAck(verb, body),
      take: (path: string) => fetch(`${server.url}${path}`, { headers: { cookie } }),
    }
  }

  return {
    db,
    sql,
    server,
    tell,
    signIn,
    /** Lets the feed's clock pass until it is so. */
    until: <T>(find: () => T | Promise<T>) =>
      waitFor(async () => {
        await beat()
        return find()
      }, 200),
    audited: async (action: string) =>
      (await db.owner.sql`select 1 from audit where action = ${action} and actor_kind = 'user'`).length,
    async close() {
      for (const socket of sockets) socket.disconnect()
      await server.close()
      await db.drop()
    },
  }
}
