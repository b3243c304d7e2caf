import { createHash } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'
import { loadViewerRights, type ViewerRights } from '#db/queries/load-viewer-rights.ts'
import type { Role, Viewer } from '../domain/viewer.ts'
import { getAccess } from './auth.ts'

const SEES_ALL_TEAMS: Record<Role, boolean> = {
  admin: true,
  manager: true,
  floor_manager: true,
  supervisor: false,
  viewer: false,
}

/** False: sees the teams given, and nothing without one. */
export const seesAllTeams = (role: Role): boolean => SEES_ALL_TEAMS[role]

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

const findRights = async (headers: Headers | IncomingHttpHeaders): Promise<ViewerRights | undefined> => {
  const cookie = toHeaders(headers)
  if (!cookie.get('cookie')) return undefined
  const { auth, database, clock } = getAccess()
  const found = await auth.api.getSession({ headers: cookie, query: { disableRefresh: true } })
  if (!found) return undefined
  const [rights] = await loadViewerRights(database.sql, [found.session.id], clock.now())
  return rights
}

/** Who sends this request, looked up in the database each time; null without a session that holds. */
export const viewerFromHeaders = async (headers: Headers | IncomingHttpHeaders): Promise<Viewer | null> => {
  const rights = await findRights(headers)
  return rights ? toViewer(rights) : null
}

/** The viewer of a long connection, with a ticket to ask about again while it lasts. */
export const admitViewer = async (headers: IncomingHttpHeaders): Promise<{ viewer: Viewer; ticket: string } | null> => {
  const rights = await findRights(headers)
  return rights ? { viewer: toViewer(rights), ticket: toTicket(rights) } : null
}

/** Those of the tickets whose session still holds with the rights it had, in one question. */
export const recheckTickets = async (tickets: readonly string[]): Promise<ReadonlySet<string>> => {
  const sessionIds = tickets.map((ticket) => ticket.split(' ')[0] ?? '')
  const { database, clock } = getAccess()
  const rights = await loadViewerRights(database.sql, sessionIds, clock.now())
  const current = new Set(rights.map(toTicket))
  return new Set(tickets.filter((ticket) => current.has(ticket)))
}
