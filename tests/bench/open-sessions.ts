import { createHmac } from 'node:crypto'
import { io, type Socket } from 'socket.io-client'
import { insertUser } from '#db/writes/insert-user.ts'
import { setUserTeams } from '#db/writes/set-user-teams.ts'
import { systemClock } from '#server/clock.ts'
import { deriveKey } from '#server/config.ts'
import { LIVE_PATH } from '#server/protocol/live.ts'
import { PROTOCOL_VERSION } from '#server/protocol/version.ts'
import type { Product } from '#tests/support/product.ts'
import { waitFor } from '#tests/support/wait-for.ts'

const DAY_MS = 86_400_000

export type Member = { userId: string; username: string; teamId: string }
/** One page somebody has open. Times by the clock of this process. */
export type OpenPage = Member & {
  node: string
  cookie: string
  socket: Socket
  lastFrameAt: number
  closedAt: number | undefined
}

/** The name the product gives its cookie. */
export const cookieNameOf = (cookie: string): string => cookie.split('=')[0] ?? ''

/** A cookie as sign-in gives it out, for a session as it writes it: deriving the passwords of hundreds would take minutes. */
const openSession = async ({ sql, secret }: Product, userId: string, cookieName: string): Promise<string> => {
  const token = systemClock.bytes(24).toString('hex')
  const expires = new Date(systemClock.now() + DAY_MS).toISOString()
  await sql`insert into app_session (id, token, user_id, expires_at) values (${systemClock.uuid()}, ${token}, ${userId}, ${expires})`
  const key = deriveKey(secret, 'sign-in').toString('base64url')
  const signature = createHmac('sha256', key).update(token).digest('base64')
  return `${cookieName}=${encodeURIComponent(`${token}.${signature}`)}`
}

/** Somebody who sees one team. */
export const addMember = async ({ sql }: Product, username: string, teamId: string): Promise<Member> => {
  const userId = systemClock.uuid()
  await sql.begin(async (tx) => {
    await insertUser(tx, { id: userId, username, name: username, role: 'supervisor', mustChangePassword: false })
    await setUserTeams(tx, { userId, teamIds: [teamId], from: systemClock.now() })
  })
  return { userId, username, teamId }
}

/** A connection that is greeted. */
export const connectLive = async (url: string, cookie: string): Promise<Socket> => {
  const socket = io(url, {
    path: LIVE_PATH,
    transports: ['websocket'],
    forceNew: true,
    reconnection: false,
    extraHeaders: { cookie, origin: url },
  })
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve)
    socket.once('connect_error', reject)
  })
  const cut = new Promise<never>((_, reject) =>
    socket.once('live:cut', ({ code, message }) =>
      reject(new Error(`a page was cut as it opened: ${code}, ${message}`)),
    ),
  )
  cut.catch(() => {})
  await Promise.race([socket.emitWithAck('live:hello', { v: PROTOCOL_VERSION }), cut])
  return socket
}

/** Opens a page for a member at a server, each in a session of its own, and waits for its first frame. */
export const openPage = async (
  product: Product,
  node: string,
  member: Member,
  cookieName: string,
): Promise<OpenPage> => {
  const cookie = await openSession(product, member.userId, cookieName)
  const socket = await connectLive(node, cookie)
  const page: OpenPage = { ...member, node, cookie, socket, lastFrameAt: 0, closedAt: undefined }
  const hear = () => {
    page.lastFrameAt = systemClock.now()
  }
  socket.on('frame', hear)
  socket.on('call', hear)
  socket.once('disconnect', () => {
    page.closedAt = systemClock.now()
  })
  await waitFor(() => page.lastFrameAt > 0)
  return page
}
