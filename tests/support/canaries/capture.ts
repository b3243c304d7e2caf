import { io, type Socket } from 'socket.io-client'
import { LIVE_PATH } from '#server/protocol/live.ts'
import { PROTOCOL_VERSION } from '#server/protocol/version.ts'

export const CHANNELS = ['frames', 'html', 'rsc', 'exports', 'errors', 'other'] as const
export type Channel = (typeof CHANNELS)[number]
export type Piece = { channel: Channel; from: string; text: string }

const MOST_HOPS = 5

/** Everything one person was sent, by how it came: bodies and headers of answers, packets of sockets. */
export const createCapture = (url: string, cookie: string) => {
  const pieces: Piece[] = []
  const sockets: Socket[] = []
  const add = (channel: Channel, from: string, text: string) => void pieces.push({ channel, from, text })

  return {
    pieces: pieces as readonly Piece[],

    /** A request with this person's cookies, and those it is sent on to. What was refused counts as an error, wherever it was asked. */
    async fetch(channel: Channel, path: string, init: RequestInit = {}): Promise<void> {
      const headers = { cookie, ...(init.headers as Record<string, string>) }
      let next: string | null = path
      for (let hops = 0; next !== null && hops < MOST_HOPS; hops++) {
        const answer: Response = await fetch(new URL(next, url), { ...init, headers, redirect: 'manual' })
        const head = JSON.stringify([...answer.headers])
        add(answer.status >= 400 ? 'errors' : channel, next, `${head}\n${await answer.text()}`)
        next = answer.headers.get('location')
      }
    },

    /** Opens a page's connection and greets. Every packet is kept as it came off the wire. */
    async open(): Promise<Socket> {
      const socket = io(url, {
        path: LIVE_PATH,
        transports: ['websocket'],
        forceNew: true,
        reconnection: false,
        autoConnect: false,
        extraHeaders: { cookie, origin: url },
      })
      socket.io.on('open', () => {
        socket.io.engine.on('packet', ({ data }: { data?: unknown }) => {
          if (typeof data === 'string') add(data.includes('"ok":false') ? 'errors' : 'frames', 'socket', data)
        })
      })
      sockets.push(socket)
      await new Promise<void>((resolve, reject) => {
        socket.once('connect', resolve)
        socket.once('connect_error', reject)
        socket.connect()
      })
      await socket.emitWithAck('live:hello', { v: PROTOCOL_VERSION })
      return socket
    },
    close() {
      for (const socket of sockets) socket.disconnect()
    },
  }
}
export type Capture = ReturnType<typeof createCapture>
