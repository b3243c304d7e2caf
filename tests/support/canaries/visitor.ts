import type { Socket } from 'socket.io-client'
import { REQUESTS } from '#server/protocol/requests.ts'
import type { Capture } from './capture.ts'

const PAGES = [
  '/',
  '/floor',
  '/help/steps',
  '/change-password',
  ...[
    '',
    '/account',
    '/agents',
    '/audit',
    '/customers',
    '/duty',
    '/retention',
    '/scenarios',
    '/seats',
    '/teams',
    '/users',
  ].map((place) => `/settings${place}`),
]
const EXPORTS = ['customer', 'audit', 'users', 'teams', 'agents', 'scenarios', 'seats', 'identities', 'roster']
const OTHER = [
  '/api/health',
  '/api/metrics',
  '/api/auth/get-session',
  '/api/auth/list-sessions',
  '/api/auth/ok',
  '/nowhere',
]
/** So many calls a page may have open at once. */
export const MOST_WATCHED = 20
/** Requests of a socket in ten seconds; more are refused. */
const MOST_ASKED = 45

export type Target = { feed: string; callId: string }

const pathOf = ({ feed, callId }: Target) => `/calls/${encodeURIComponent(feed)}/${encodeURIComponent(callId)}`

/** What a supervisor can do to see something: open everything there is, ask for what is theirs and for what is not. */
export const createVisitor = (capture: Capture, feeds: readonly string[]) => {
  /** The same page as a browser loads it, as the router does, and as it does beforehand. */
  const openPage = async (path: string) => {
    await capture.fetch('html', path, { headers: { accept: 'text/html' } })
    await capture.fetch('rsc', `${path}${path.includes('?') ? '&' : '?'}_rsc=1`, { headers: { rsc: '1' } })
    await capture.fetch('rsc', path, { headers: { rsc: '1', 'next-router-prefetch': '1' } })
  }

  const subscribe = async (): Promise<Socket> => {
    const socket = await capture.open()
    for (const feed of feeds) await socket.emitWithAck('live:snapshot', { feed })
    return socket
  }

  let watching: Socket | undefined

  return {
    subscribe,
    /** Opens calls, as many as a page may, on a new connection, which stays open until the next; gives those that were shown. */
    async watch(targets: readonly Target[]): Promise<Target[]> {
      const socket = await subscribe()
      const shown: Target[] = []
      for (const target of targets.slice(0, MOST_WATCHED))
        if ((await socket.emitWithAck('call:watch', target)).ok === true) shown.push(target)
      watching?.disconnect()
      watching = socket
      return shown
    },
    async openPages(targets: readonly Target[]) {
      for (const path of PAGES) await openPage(path)
      for (const target of targets) {
        await openPage(pathOf(target))
        await openPage(`/floor?call=${encodeURIComponent(`${target.feed}/${target.callId}`)}`)
      }
    },
    async takeFiles() {
      for (const name of EXPORTS)
        for (const format of ['csv', 'json']) await capture.fetch('exports', `/api/export/${name}.${format}`)
      for (const path of OTHER) await capture.fetch('other', path)
    },
    /** Every verb with these bodies, whether or not it takes them. */
    async tryVerbs(bodies: readonly object[]) {
      let [socket, asked] = [await subscribe(), 0]
      // Ending one's own sessions would end the visit.
      for (const verb of Object.keys(REQUESTS).filter((name) => !name.startsWith('account:'))) {
        for (const body of bodies) {
          if (++asked % MOST_ASKED === 0) socket = await subscribe()
          await socket.emitWithAck(verb, body)
        }
      }
    },
  }
}
export type Visitor = ReturnType<typeof createVisitor>
