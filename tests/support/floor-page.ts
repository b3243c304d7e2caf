import { io, type Socket } from 'socket.io-client'
import { addFeed } from '#db/writes/add-feed.ts'
import { getAccess } from '#server/access/auth.ts'
import { addUser } from '#server/access/users.ts'
import { systemClock } from '#server/clock.ts'
import type { CallView } from '#server/protocol/call-view.ts'
import { FEED_PATH } from '#server/protocol/feed.ts'
import { LIVE_PATH, type Snapshot } from '#server/protocol/live.ts'
import { PROTOCOL_VERSION } from '#server/protocol/version.ts'
import { createTestDatabase } from './database.ts'
import { startTestServer } from './test-server.ts'
import { waitFor } from './wait-for.ts'

const FEED = 'pbx'

const signIn = async (url: string): Promise<string> => {
  const access = getAccess()
  const given = { username: 'boss', role: 'manager', teamIds: [], mustChangePassword: false } as const
  const { password } = await addUser(access, { kind: 'shell', id: 't' }, given)
  const answer = await access.auth.handler(
    new Request(`${url}/api/auth/sign-in/username`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: url },
      body: JSON.stringify({ username: 'boss', password }),
    }),
  )
  return answer.headers
    .getSetCookie()
    .map((one) => one.split(';')[0])
    .join('; ')
}

/** The whole server with one feed, `pbx`, and the pages of a manager who sees all of it. */
export const openFloorPage = async () => {
  const db = await createTestDatabase()
  const { token } = await addFeed(db.database.sql, { name: FEED, origin: 'owner' })
  const server = await startTestServer(db)
  const open = (path: string, auth: object, extraHeaders: Record<string, string> = {}): Socket =>
    io(server.url, { path, transports: ['websocket'], forceNew: true, reconnection: false, auth, extraHeaders })
  const feed = open(FEED_PATH, { token })
  await feed.emitWithAck('feed:hello', { v: PROTOCOL_VERSION, feedId: FEED, epoch: 'b', order: 'time', resumed: true })
  const page = open(LIVE_PATH, {}, { origin: server.url, cookie: await signIn(server.url) })
  const views = new Map<string, CallView>()
  page.on('call', ({ callId, view }: { callId: string; view: CallView }) => views.set(callId, view))
  await page.emitWithAck('live:hello', { v: PROTOCOL_VERSION })

  const beat = () => feed.emitWithAck('feed:heartbeat', { at: new Date(systemClock.now()).toISOString() })
  return {
    page,
    beat,
    /** Throws where the server does not take all of them. */
    async tell(events: readonly object[]) {
      const answer = await feed.emitWithAck('feed:events', { events })
      if (!answer.ok || answer.dead.length > 0)
        throw new Error(`the feed was not understood: ${JSON.stringify(answer)}`)
      await beat()
    },
    async rowOf(agentId: string) {
      const { snapshot } = (await page.emitWithAck('live:snapshot', { feed: FEED })) as { snapshot: Snapshot }
      const change = snapshot.changes.find(({ kind, id }) => kind === 'agent' && id === agentId)
      return change?.kind === 'agent' ? change.row : undefined
    },
    /** What the open page of a call shows last; undefined before it was sent. */
    viewOf: (callId: string) => views.get(callId),
    async watch(callId: string): Promise<CallView> {
      await page.emitWithAck('call:watch', { feed: FEED, callId })
      return waitFor(() => views.get(callId))
    },
    async close() {
      feed.disconnect()
      page.disconnect()
      await server.close()
      await db.drop()
    },
  }
}
