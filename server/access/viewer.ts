import { createHash } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'
import { findCredential } from '#db/queries/find-credential.ts'
import { loadViewerRights, type ViewerRights } from '#db/queries/load-viewer-rights.ts'
import { touchSessions } from '#db/writes/touch-sessions.ts'
import { seesAllTeams } from '../domain/user-rules.ts'
import type { Viewer } from '../domain/viewer.ts'
import { type Access, ADDRESS_HEADER, getAccess } from './auth.ts'

const toViewer = (rights: ViewerRights): Viewer => ({
  kind: 'user',
  id: rights.userId,
  name: rights.name,
  role: rights.role,
  teams: seesAllTeams(rights.role) ? 'all' : new Set(rights.teamIds),
  masked: true,
})

/** Names a session and, by digest, the rights it had: another role, or another team where teams count, makes another ticket. */
const toTicket = ({ sessionId, role, name, teamIds }: ViewerRights): string =>
  `${sessionId} ${createHash('sha256')
    .update(JSON.stringify([role, name, seesAllTeams(role) ? [] : teamIds]))
    .digest('base64url')}`

const toHeaders = (headers: Headers | IncomingHttpHeaders): Headers =>
  headers instanceof Headers ? headers : new Headers({ cookie: headers.cookie ?? '' })

/** A session in use is noted as seen once a minute, not with each request. */
const SEEN_MS = 60_000

const noteSeen = async ({ database, clock }: Access, rights: readonly ViewerRights[]) => {
  const now = clock.now()
  const stale = rights.filter(({ seenAt }) => now - seenAt >= SEEN_MS).map(({ sessionId }) => sessionId)
  if (stale.length > 0) await touchSessions(database.sql, stale, now)
}

/** The session and user these cookies name, whatever they may see. */
const findSession = async (headers: Headers | IncomingHttpHeaders) => {
  const cookie = toHeaders(headers)
  if (!cookie.get('cookie')) return null
  return getAccess().auth.api.getSession({ headers: cookie, query: { disableRefresh: true } })
}

const findRights = async (headers: Headers | IncomingHttpHeaders): Promise<ViewerRights | undefined> => {
  const found = await findSession(headers)
  if (!found) return undefined
  const access = getAccess()
  const rights = await loadViewerRights(access.database.sql, [found.session.id], access.clock.now())
  await noteSeen(access, rights)
  return rights[0]
}

/** A session by a password that somebody else gave: its user must choose their own, and is nobody's viewer until then. */
export const findGivenPassword = async (headers: Headers): Promise<{ username: string; name: string } | null> => {
  const found = await findSession(headers)
  if (!found || found.session.providerId) return null
  const credential = await findCredential(getAccess().database.sql, found.user.id)
  return credential?.mustChangePassword && !credential.banned
    ? { username: credential.username, name: credential.name }
    : null
}

/** Whose page this is, by user and session id; null for anybody who is no viewer. */
export const findSelf = async (headers: Headers): Promise<{ userId: string; sessionId: string } | null> => {
  const rights = await findRights(headers)
  return rights ? { userId: rights.userId, sessionId: rights.sessionId } : null
}

/** Who sends this request, looked up in the database each time; null without a session that holds. */
export const viewerFromHeaders = async (headers: Headers | IncomingHttpHeaders): Promise<Viewer | null> => {
  const rights = await findRights(headers)
  return rights ? toViewer(rights) : null
}

/** The viewer of a long connection, with a ticket to ask about again while it lasts. */
export const admitViewer = async (
  headers: IncomingHttpHeaders,
): Promise<{ viewer: Viewer; ticket: string; address?: string } | null> => {
  const rights = await findRights(headers)
  const address = headers[ADDRESS_HEADER]
  return rights
    ? { viewer: toViewer(rights), ticket: toTicket(rights), ...(typeof address === 'string' ? { address } : {}) }
    : null
}

/** Those of the tickets whose session still holds with the rights it had, in one question. */
export const recheckTickets = async (tickets: readonly string[]): Promise<ReadonlySet<string>> => {
  const sessionIds = tickets.map((ticket) => ticket.split(' ')[0] ?? '')
  const access = getAccess()
  const rights = await loadViewerRights(access.database.sql, sessionIds, access.clock.now())
  await noteSeen(access, rights)
  const current = new Set(rights.map(toTicket))
  return new Set(tickets.filter((ticket) => current.has(ticket)))
}
