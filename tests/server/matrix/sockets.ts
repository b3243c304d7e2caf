import { type Namespace, Server } from 'socket.io'
import { io, Manager, type Socket } from 'socket.io-client'
import { vi } from 'vitest'
import { type Credentials, type Door, headersOf } from './door.ts'
import type { Who } from './who.ts'

/** Notes every namespace this process opens from now on, by the path of its server and its name. */
export const watchNamespaces = (): Map<string, Namespace> => {
  const seen = new Map<string, Namespace>()
  const original = Server.prototype.of
  vi.spyOn(Server.prototype, 'of').mockImplementation(function (this: Server, ...given) {
    const namespace = original.apply(this, given)
    seen.set(`${this.path()} ${namespace.name}`, namespace)
    return namespace
  })
  return seen
}

/** A handshake's `auth`: a token, or the cookie's value passed off as one. */
const authOf = ({ cookie, token }: Credentials) => ({ token: token ?? cookie?.split('=')[1] ?? '' })

const optionsFor = (door: Door, who: Who, path: string, more: Record<string, string> = {}) => ({
  path,
  transports: ['websocket'],
  forceNew: true,
  reconnection: false,
  extraHeaders: {
    ...headersOf(door.credentials[who]),
    'x-forwarded-for': door.addressOf(who),
    ...(path === '/live' && { origin: door.url }),
    ...more,
  },
})

type Entry = { socket: Socket; outcome: string }

/** Goes to a door with all they have; `outcome` is `in`, or the word of the refusal. */
export const enter = (
  door: Door,
  who: Who,
  path: string,
  { namespace = '', headers = {} }: { namespace?: string; headers?: Record<string, string> } = {},
): Promise<Entry> => {
  const options = { ...optionsFor(door, who, path, headers), auth: authOf(door.credentials[who]) }
  const socket = io(door.url + namespace, options)
  return new Promise((resolve) => {
    socket.once('connect', () => resolve({ socket, outcome: 'in' }))
    socket.once('connect_error', (error: Error & { data?: { code?: string } }) => {
      socket.disconnect()
      resolve({ socket, outcome: error.data?.code ?? error.message })
    })
  })
}

/** Sends a message without having entered; resolves with what came back before the end, or with `out`. */
export const shout = (door: Door, who: Who, path: string, name: string, body: object): Promise<string> =>
  new Promise((resolve) => {
    const manager = new Manager(door.url, { ...optionsFor(door, who, path), autoConnect: false })
    manager.open((error) => {
      if (error) return resolve('out')
      manager.engine.once('close', () => resolve('out'))
      manager.engine.on('data', (data: unknown) => resolve(String(data)))
      manager.engine.write(`27${JSON.stringify([name, body])}`)
    })
  })
