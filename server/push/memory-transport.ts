import type { IncomingHttpHeaders } from 'node:http'
import { outward } from '../errors.ts'
import type { CutReason, LiveHandlers, LiveTransport } from './live-transport.ts'

export type MemoryPeer = {
  readonly id: string
  readonly messages: { name: string; body: unknown }[]
  cutWith: CutReason | null
  /** While true nothing is delivered and what is sent counts as buffered. */
  stalled: boolean
  request(name: string, body?: unknown): Promise<unknown>
  leave(): void
}

type Held = MemoryPeer & { queue: { name: string; json: string }[] }

/** `/live` without a wire. `connect` is the other end; it rejects when push refuses. */
export const createMemoryTransport = (): LiveTransport & {
  connect(headers: IncomingHttpHeaders): Promise<MemoryPeer>
} => {
  let handlers: LiveHandlers | undefined
  let made = 0
  const peers = new Map<string, Held>()
  const rooms = new Map<string, Set<string>>()

  const drop = (peerId: string) => {
    if (!peers.delete(peerId)) return
    for (const members of rooms.values()) members.delete(peerId)
    handlers?.left(peerId)
  }
  const deliver = (peer: Held, name: string, json: string) => {
    if (peer.stalled) peer.queue.push({ name, json })
    else peer.messages.push({ name, body: JSON.parse(json) })
  }

  return {
    listen: (given) => {
      handlers = given
    },
    handleUpgrade: (_request, socket) => void socket.destroy(),
    async connect(headers) {
      const to = handlers
      if (!to) throw new Error('nobody listens')
      const admission = await to.admit(headers).catch((error: unknown) => {
        throw new Error(outward(error).code)
      })
      const id = `peer-${++made}`
      const peer: Held = {
        id,
        messages: [],
        queue: [],
        cutWith: null,
        stalled: false,
        request: async (name, body) => JSON.parse(await to.receive(id, name, body)),
        leave: () => drop(id),
      }
      peers.set(id, peer)
      to.entered(id, admission)
      return peer
    },
    join(peerId, room) {
      if (!peers.has(peerId)) return
      rooms.set(room, (rooms.get(room) ?? new Set()).add(peerId))
    },
    leave: (peerId, room) => void rooms.get(room)?.delete(peerId),
    send(room, name, json) {
      const members = rooms.get(room) ?? new Set()
      for (const id of members) {
        const peer = peers.get(id)
        if (peer) deliver(peer, name, json)
      }
      return members.size
    },
    cut(peerId, reason) {
      const peer = peers.get(peerId)
      if (!peer) return
      peer.cutWith = reason
      drop(peerId)
    },
    bufferedBytes: (peerId) => peers.get(peerId)?.queue.reduce((bytes, { json }) => bytes + json.length, 0) ?? 0,
    close: async () => {
      for (const id of [...peers.keys()]) drop(id)
    },
  }
}
