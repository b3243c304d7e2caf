import type { Clock } from '../clock.ts'
import { audienceKey, canSee, type Viewer } from '../domain/viewer.ts'
import { CodedError } from '../errors.ts'
import type { CallView } from '../protocol/call-view.ts'
import type { Directory, Floor, FloorChanges, Floors } from '../protocol/floor-port.ts'
import { scopeCallView } from '../protocol/scope-call-view.ts'
import type { PushLimits } from './limits.ts'
import type { LiveTransport } from './live-transport.ts'
import { createPace } from './pace.ts'
import type { PushStats } from './stats.ts'

/** The view of a call the floor no longer holds, already cut to the viewer; null when there is none for this viewer. */
export type LoadCallView = (feedId: string, callId: string, viewer: Viewer) => Promise<CallView | null>

/** One call's page as one audience has it open. */
type Watched = {
  readonly room: string
  readonly feedId: string
  readonly callId: string
  readonly audience: Viewer
  readonly peers: Set<string>
  readonly pace: ReturnType<typeof createPace>
  /** JSON of the view, until the call changes. */
  view: string | null
}

/** Pages of single calls: the view is made once per audience and change, whoever watches. */
export const createCallWatch = (parts: {
  floors: Floors
  directory: Directory
  transport: LiveTransport
  clock: Clock
  limits: PushLimits
  stats: PushStats
  loadCallView: LoadCallView
  onError: (error: unknown) => void
}) => {
  const { floors, directory, transport, clock, limits, stats, loadCallView } = parts
  const watched = new Map<string, Watched>()

  const roomOf = (feedId: string, callId: string, viewer: Viewer) =>
    `call\n${feedId}\n${callId}\n${audienceKey(viewer)}`

  const frame = ({ feedId, callId }: Watched, view: string) => {
    const head = JSON.stringify({ feed: feedId, callId, serverTime: clock.now() })
    return `${head.slice(0, -1)},"view":${view}}`
  }

  /** Null: nothing this audience may see. */
  const readView = async (call: Watched): Promise<string | null> => {
    const { feedId, callId, audience } = call
    const seen = floors.get(feedId)?.callView(callId)
    if (seen && !canSee(audience, seen.subject)) return null
    const teamsOf = (agentId: string, at: number) => directory.find(feedId, agentId, at)?.teamIds ?? []
    const view = seen ? scopeCallView(seen.view, audience, teamsOf) : await loadCallView(feedId, callId, audience)
    if (!view) return null
    stats.callEncodes++
    return JSON.stringify(view)
  }

  const refresh = async (call: Watched) => {
    call.view = null
    const view = await readView(call)
    if (watched.get(call.room) !== call) return
    if (view === null) {
      end(call)
      return
    }
    call.view = view
    stats.deliveries += transport.send(call.room, 'call', frame(call, view))
  }

  /** The call left this audience's scope, or is kept nowhere: its pages are told so, and nothing else of theirs ends. */
  const end = (call: Watched) => {
    const { room, feedId, callId } = call
    const code = floors.get(feedId)?.callView(callId) ? 'forbidden' : 'not_found'
    stats.deliveries += transport.send(room, 'call:gone', JSON.stringify({ feed: feedId, callId, code }))
    stats.callsGone++
    for (const peerId of [...call.peers]) leaveRoom(peerId, room)
  }

  const open = (room: string, feedId: string, callId: string, audience: Viewer): Watched => {
    const pace = createPace(clock, limits.callFrameMs, () => void refresh(call).catch(parts.onError))
    const call: Watched = { room, feedId, callId, audience, peers: new Set(), pace, view: null }
    watched.set(room, call)
    stats.watchedCalls++
    return call
  }

  const leaveRoom = (peerId: string, room: string) => {
    const call = watched.get(room)
    if (!call?.peers.delete(peerId)) return
    transport.leave(peerId, room)
    if (call.peers.size > 0) return
    call.pace.stop()
    watched.delete(room)
    stats.watchedCalls--
  }

  /** Joins first, then reads, so that no change falls between. Answers with the JSON of a `CallFrame`. */
  const watch = async (peerId: string, viewer: Viewer, feedId: string, callId: string): Promise<string> => {
    const room = roomOf(feedId, callId, viewer)
    const call = watched.get(room) ?? open(room, feedId, callId, viewer)
    call.peers.add(peerId)
    transport.join(peerId, room)
    try {
      // While the record was read a change may have sent a newer view to the room.
      const read = call.view ?? (await readView(call))
      call.view ??= read
      // Or it took the call away from the room.
      if (call.view === null || !call.peers.has(peerId))
        throw new CodedError('not_found', 'There is no such call for you to see.')
      return frame(call, call.view)
    } catch (error) {
      leaveRoom(peerId, room)
      throw error
    }
  }

  const healthSeen = new Map<string, string>()
  const isHealthNew = (floor: Floor): boolean => {
    const { health, offsetMs } = floor.feed()
    const now = `${health} ${offsetMs}`
    if (healthSeen.get(floor.feedId) === now) return false
    healthSeen.set(floor.feedId, now)
    return true
  }

  return {
    watch,
    unwatch: (peerId: string, viewer: Viewer, feedId: string, callId: string) =>
      leaveRoom(peerId, roomOf(feedId, callId, viewer)),
    leaveAll(peerId: string) {
      for (const call of [...watched.values()]) if (call.peers.has(peerId)) leaveRoom(peerId, call.room)
    },
    countFor: (peerId: string) => [...watched.values()].filter((call) => call.peers.has(peerId)).length,
    onChange(floor: Floor, changes: FloorChanges) {
      if (watched.size === 0) return
      const everyCall = changes.feed && isHealthNew(floor)
      for (const call of watched.values()) {
        if (call.feedId === changes.feedId && (everyCall || changes.calls.has(call.callId))) call.pace.request()
      }
    },
    /** Who is where changed: also calls the floor no longer holds may belong to others now. */
    peopleChanged() {
      for (const call of watched.values()) call.pace.request()
    },
    close() {
      for (const call of watched.values()) call.pace.stop()
      watched.clear()
      stats.watchedCalls = 0
    },
  }
}
