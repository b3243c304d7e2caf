import type { Socket } from 'socket.io-client'
import { systemClock } from '#server/clock.ts'
import { connectLive, type Member, type OpenPage } from './open-sessions.ts'

export const OTHER_TEAM = 'other'
/** A server takes fifty requests of one connection in ten seconds. */
const REQUESTS_EACH = 40
const HOUR_MS = 3_600_000
/** So many of one address must wait for each other. */
const TOO_MANY = 429
const AGAIN_MS = 1_000

type Ask = (name: string, body: object) => Promise<Record<string, unknown>>

/** Asks as the admin, over as many connections as it takes; throws for an answer that refuses. */
export const askAs = (url: string, cookie: string) => {
  const sockets: Socket[] = []
  let asked = 0
  const opening: Promise<Socket>[] = []
  const ask: Ask = async (name, body) => {
    const index = Math.floor(asked++ / REQUESTS_EACH)
    opening[index] ??= connectLive(url, cookie).then((socket) => {
      sockets.push(socket)
      return socket
    })
    const answer = await (await opening[index])?.emitWithAck(name, body)
    if (answer?.ok !== true) throw new Error(`${name} was refused: ${JSON.stringify(answer)}`)
    return answer
  }
  return {
    ask,
    close() {
      for (const socket of sockets) socket.disconnect()
    },
  }
}

type Pages = readonly OpenPage[]
type Way = {
  /** What must be so before. */
  prepare?: (ask: Ask, member: Member) => Promise<void>
  /** Ends it for all pages of one person, or with `each` for one page. */
  revoke: (ask: Ask, page: OpenPage) => Promise<unknown>
  each?: true
}

const duties = new Map<string, string>()
const edit = (ask: Ask, { userId, username }: OpenPage, role: string, teamId: string) =>
  ask('user:edit', { userId, name: username, role, teamIds: [teamId] })

/** Every way somebody's rights end or become others. */
export const WAYS: Readonly<Record<string, Way>> = {
  disabled: { revoke: (ask, { userId }) => ask('user:set-disabled', { userId, isDisabled: true }) },
  'sessions ended': { revoke: (ask, { userId }) => ask('user:end-sessions', { userId }) },
  'another role': { revoke: (ask, page) => edit(ask, page, 'viewer', page.teamId) },
  'another team': { revoke: (ask, page) => edit(ask, page, 'supervisor', OTHER_TEAM) },
  'password reset': { revoke: (ask, { userId }) => ask('user:reset-password', { userId }) },
  'duty taken back': {
    async prepare(ask, { userId }) {
      const from = systemClock.now() - HOUR_MS
      const { dutyId } = await ask('duty:save', { userId, teamId: OTHER_TEAM, from, to: from + 2 * HOUR_MS })
      duties.set(userId, String(dutyId))
    },
    revoke: (ask, { userId }) => ask('duty:remove', { dutyId: duties.get(userId) ?? '' }),
  },
  'signed out': {
    each: true,
    async revoke(_ask, { node, cookie }) {
      const headers = { cookie, origin: node, 'content-type': 'application/json' }
      for (;;) {
        const answer = await fetch(`${node}/api/auth/sign-out`, { method: 'POST', headers, body: '{}' })
        await answer.arrayBuffer()
        if (answer.ok) return
        if (answer.status !== TOO_MANY) throw new Error(`sign-out answered ${answer.status}`)
        await new Promise((resolve) => setTimeout(resolve, AGAIN_MS))
      }
    },
  },
}

/** Revokes everybody's rights at once; gives when each page's revocation was acknowledged. */
export const revokeAll = async (way: Way, ask: Ask, pages: Pages): Promise<Map<OpenPage, number>> => {
  const acknowledged = new Map<OpenPage, number>()
  const byPerson = new Map<string, OpenPage[]>()
  for (const page of pages) {
    const key = way.each ? page.cookie : page.userId
    byPerson.set(key, [...(byPerson.get(key) ?? []), page])
  }
  await Promise.all(
    [...byPerson.values()].map(async ([first, ...rest]) => {
      if (!first) return
      await way.revoke(ask, first)
      for (const page of [first, ...rest]) acknowledged.set(page, systemClock.now())
    }),
  )
  return acknowledged
}
