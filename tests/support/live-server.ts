import { createServer } from 'node:http'
import type { AddressInfo, Socket as NetSocket } from 'node:net'
import { io, type Socket } from 'socket.io-client'
import { systemClock } from '#server/clock.ts'
import { LIVE_PATH } from '#server/protocol/live.ts'
import type { LiveTransport } from '#server/push/live-transport.ts'
import { createSocketTransport } from '#server/push/socket-transport.ts'

export type PageSocket = Socket

/** A real HTTP server on a free port whose upgrades go to the live transport, and pages that connect to it. */
export const startLiveServer = async () => {
  const http = createServer((_request, response) => response.end())
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(http.address() as AddressInfo).port}`
  const transport: LiveTransport = createSocketTransport({ clock: systemClock, origins: [url] })
  http.on('upgrade', (request, socket, head) => transport.handleUpgrade(request, socket, head))
  const pages: Socket[] = []

  const openPage = (who: string, headers: Record<string, string> = { origin: url }): Socket => {
    const page = io(url, {
      path: LIVE_PATH,
      transports: ['websocket'],
      forceNew: true,
      reconnection: false,
      extraHeaders: { ...headers, 'x-who': who },
    })
    pages.push(page)
    return page
  }

  return {
    url,
    transport,
    openPage,
    /** Resolves with the message of the refusal, or null once connected. */
    settled: (page: Socket): Promise<string | null> =>
      new Promise((resolve) => {
        page.once('connect', () => resolve(null))
        page.once('connect_error', (error) => resolve(error.message))
      }),
    /** TCP connections the server holds. */
    connections: (): Promise<number> =>
      new Promise((resolve, reject) => http.getConnections((error, count) => (error ? reject(error) : resolve(count)))),
    /** The TCP socket under a page: pausing it makes a reader that does not read. */
    wireOf: (page: Socket): NetSocket => {
      const engine = page.io.engine as unknown as { transport: { ws: { _socket: NetSocket } } }
      return engine.transport.ws._socket
    },
    async close() {
      for (const page of pages) page.disconnect()
      await transport.close()
      http.closeAllConnections()
      await new Promise<void>((resolve) => http.close(() => resolve()))
    },
  }
}
