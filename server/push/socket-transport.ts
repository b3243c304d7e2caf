import { createServer } from 'node:http'
import { Server, type Socket } from 'socket.io'
import { Decoder } from 'socket.io-parser'
import type { Clock } from '../clock.ts'
import { outward } from '../errors.ts'
import { LIVE_MAX_FRAME_BYTES, LIVE_PATH } from '../protocol/live.ts'
import { EncodedJson, EncodedJsonEncoder } from './encoded-json.ts'
import type { Admission, LiveHandlers, LiveTransport } from './live-transport.ts'

/** How long a cut peer may take to read why. */
const LAST_WORDS_MS = 1000

/** Messages in are read by name at run time; those out are JSON text already. */
type In = Record<string, never>
type Out = Record<string, (body: EncodedJson) => void>
type Carried = { admission?: Admission; queuedBytes?: () => number }
type LiveSocket = Socket<In, Out, Record<string, never>, Carried>

type EnginePacket = { data?: unknown }
const sizeOf = (packet: EnginePacket) => (typeof packet.data === 'string' ? packet.data.length : 0)

/** Counts what waits above the TCP socket: the engine holds packets back while a reader is slow. */
const countQueued = (socket: LiveSocket): (() => number) => {
  let waiting = 0
  socket.conn.on('packetCreate', (packet: EnginePacket) => {
    waiting += sizeOf(packet)
  })
  socket.conn.on('flush', (packets: EnginePacket[]) => {
    for (const packet of packets) waiting -= sizeOf(packet)
  })
  return () => Math.max(0, waiting) + socket.request.socket.writableLength
}

/**
 * `/live` over Socket.IO: websocket only, uncompressed. `origins` is the exact list of pages that may connect, such as
 * `https://floor.example.org`; a handshake without an Origin does not come from a page and is refused too.
 */
export const createSocketTransport = (options: { clock: Clock; origins: readonly string[] }): LiveTransport => {
  const { clock } = options
  const origins = new Set(options.origins)
  // Socket.IO wants a server to hang on; ours stays closed and is handed the upgrades that are meant for it.
  const carrier = createServer()
  const io = new Server<In, Out, Record<string, never>, Carried>(carrier, {
    path: LIVE_PATH,
    serveClient: false,
    transports: ['websocket'],
    allowUpgrades: false,
    perMessageDeflate: false,
    httpCompression: false,
    destroyUpgrade: false,
    maxHttpBufferSize: LIVE_MAX_FRAME_BYTES,
    connectTimeout: 10_000,
    pingInterval: 25_000,
    pingTimeout: 20_000,
    parser: { Encoder: EncodedJsonEncoder, Decoder },
    allowRequest: (request, answer) => {
      const origin = request.headers.origin
      const allowed = origin !== undefined && origins.has(origin)
      answer(allowed ? null : 'origin not allowed', allowed)
    },
  })
  const find = (peerId: string) => io.sockets.sockets.get(peerId)

  const enter = (socket: LiveSocket, handlers: LiveHandlers, admission: Admission) => {
    socket.data.queuedBytes = countQueued(socket)
    handlers.entered(socket.id, admission)
    socket.once('disconnect', () => handlers.left(socket.id))
    socket.onAny(async (name: string, ...args: unknown[]) => {
      const answer = args.at(-1)
      const json = await handlers.receive(socket.id, name, typeof args[0] === 'function' ? undefined : args[0])
      if (typeof answer === 'function') answer(new EncodedJson(json))
    })
  }

  return {
    listen(handlers) {
      io.use(async (socket, next) => {
        try {
          socket.data.admission = await handlers.admit(socket.request.headers)
          next()
        } catch (error) {
          const { code, message } = outward(error)
          next(Object.assign(new Error(code), { data: { code, message } }))
        }
      })
      io.on('connection', (socket) => {
        if (socket.data.admission) enter(socket, handlers, socket.data.admission)
      })
    },
    handleUpgrade: (request, socket, head) => void carrier.emit('upgrade', request, socket, head),
    join: (peerId, room) => void find(peerId)?.join(room),
    leave: (peerId, room) => void find(peerId)?.leave(room),
    send(room, name, json) {
      const peers = io.sockets.adapter.rooms.get(room)?.size ?? 0
      if (peers > 0) io.to(room).emit(name, new EncodedJson(json))
      return peers
    },
    cut(peerId, reason) {
      const socket = find(peerId)
      if (!socket) return
      socket.emit('live:cut', new EncodedJson(JSON.stringify(reason)))
      socket.disconnect(true)
      clock.after(LAST_WORDS_MS, () => socket.request.socket.destroy())
    },
    bufferedBytes: (peerId) => find(peerId)?.data.queuedBytes?.() ?? 0,
    async close() {
      const wires = [...io.sockets.sockets.values()].map((socket) => socket.request.socket)
      await io.close()
      clock.after(LAST_WORDS_MS, () => {
        for (const wire of wires) wire.destroy()
      })
    },
  }
}
