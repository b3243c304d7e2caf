import type { Clock } from '../clock.ts'
import { audienceKey, canSee, type Viewer } from '../domain/viewer.ts'
import { CodedError } from '../errors.ts'
import type { CallView } from '../protocol/call-view.ts'
import type { Directory, Floor, FloorChanges, Floors } from '../protocol/floor-port.ts'
import { holdsWords, scopeCallView, withholdWords } from '../protocol/scope-call-view.ts'
import type { PushLimits } from './limits.ts'
import type { LiveTransport } from './live-transport.ts'
import type { Openings } from './openings.ts'
import { createPace } from './pace.ts'
import type { Peer } from './peer.ts'
import type { PushStats } from './stats.ts'

/** The view of a call the floor no longer holds, already cut to the viewer; null when there is none for this viewer. */
export type LoadCallView = (feedId: string, callId: string, viewer: Viewer) => Promise<CallView | null>

type Watcher = Pick<Peer, 'id' | 'viewer' | 'address'>

/** The view as JSON: with the words and, for those whose reading is not audited yet, without. */
type Encoded = { full: string; hasWords: boolean; bare(): string }

/** One call's page as one audience has it open. */
type Watched = {
  /** Of those who read no words (yet). */
  readonly room: string
  /** Of those whose reading is in the audit. */
  readonly readingRoom: string
  readonly feedId: string
  readonly callId: string
  readonly audience: Viewer
  readonly peers: Map<string, Watcher>
  readonly reading: Set<string>
  readonly pace: ReturnType<typeof createPace>
  /** Until the call changes. */
  view: Encoded | null
}

const encode = (view: CallView): Encoded => {
  const full = JSON.stringify(view)
  const hasWords = holdsWords(view)
  let bare = hasWords ? undefined : full
  return {
    full,
    hasWords,
    bare() {
      bare ??= JSON.stringify(withholdWords(view))
      return bare
    },
  }
}

/**
 * Pages of single calls: the view is made once per audience and change, whoever watches. What was said goes to those only
 * whose opening is in the audit; the others read the same view without it.
 */
export const createCallWatch = (parts: {
  floors: Floors
  directory: Directory
  transport: LiveTransport
  clock: Clock
  limits: PushLimits
  stats: PushStats
  loadCallView: LoadCallView
  openings: Openings
  onError: (error: unknown) => void
}) => {
  const { floors, directory, transport, clock, limits, stats, loadCallView, openings } = parts
  const watched = new Map<string, Watched>()

  const roomOf = (feedId: string, callId: string, viewer: Viewer) =>
    `call\n${feedId}\n${callId}\n${audienceKey(viewer)}`

  const frame = ({ feedId, callId }: Watched, view: string) => {
    const head = JSON.stringify({ feed: feedId, callId, serverTime: clock.now() })
    return `${head.slice(0, -1)},"view":${view}}`
  }

  /** Null: nothing this audience may see. */
  const readView = async (call: Watched): Promise<Encoded | null> => {
    const { feedId, callId, audience } = call
    const seen = floors.get(feedId)?.callView(callId)
    if (seen && !canSee(audience, seen.subject)) return null
    const teamsOf = (agentId: string, at: number) => directory.find(feedId, agentId, at)?.teamIds ?? []
    const view = seen ? scopeCallView(seen.view, audience, teamsOf) : await loadCallView(feedId, callId, audience)
    if (!view) return null
    stats.callEncodes++
    return encode(view)
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
    if (call.reading.size > 0) sendWords(call, view)
    if (call.peers.size === call.reading.size) return
    stats.deliveries += transport.send(call.room, 'call', frame(call, view.bare()))
    if (view.hasWords) await letOthersRead(call)
  }

  const sendWords = (call: Watched, view: Encoded) => {
    stats.deliveries += transport.send(call.readingRoom, 'call', frame(call, view.full))
  }

  /** Moves a watcher to those who read, once the audit says so. */
  const letRead = async (call: Watched, watcher: Watcher): Promise<boolean> => {
    if (call.reading.has(watcher.id)) return true
    const isAudited = await openings.admit(watcher, call.feedId, call.callId)
    if (!isAudited || watched.get(call.room) !== call || !call.peers.has(watcher.id)) return false
    transport.leave(watcher.id, call.room)
    transport.join(watcher.id, call.readingRoom)
    call.reading.add(watcher.id)
    return true
  }

  /** Something was said while they watched. */
  const letOthersRead = async (call: Watched) => {
    const waiting = [...call.peers.values()].filter(({ id }) => !call.reading.has(id))
    const admitted = await Promise.all(waiting.map((watcher) => letRead(call, watcher)))
    if (call.view && admitted.includes(true)) sendWords(call, call.view)
  }

  /** The call left this audience's scope, or is kept nowhere: its pages are told so, and nothing else of theirs ends. */
  const end = (call: Watched) => {
    const { room, readingRoom, feedId, callId } = call
    const code = floors.get(feedId)?.callView(callId) ? 'forbidden' : 'not_found'
    const gone = JSON.stringify({ feed: feedId, callId, code })
    for (const each of [room, readingRoom]) stats.deliveries += transport.send(each, 'call:gone', gone)
    stats.callsGone++
    for (const peerId of [...call.peers.keys()]) leaveRoom(peerId, room, false)
  }

  const open = (room: string, feedId: string, callId: string, audience: Viewer): Watched => {
    const pace = createPace(clock, limits.callFrameMs, () => void refresh(call).catch(parts.onError))
    const call: Watched = {
      room,
      readingRoom: `reading\n${room}`,
      feedId,
      callId,
      audience,
      peers: new Map(),
      reading: new Set(),
      pace,
      view: null,
    }
    watched.set(room, call)
    stats.watchedCalls++
    return call
  }

  const leaveRoom = (peerId: string, room: string, isCut: boolean) => {
    const call = watched.get(room)
    const watcher = call?.peers.get(peerId)
    if (!call || !watcher) return
    call.peers.delete(peerId)
    call.reading.delete(peerId)
    for (const each of [room, call.readingRoom]) transport.leave(peerId, each)
    openings.leave(peerId, watcher.viewer, call.feedId, call.callId, isCut)
    if (call.peers.size > 0) return
    call.pace.stop()
    watched.delete(room)
    stats.watchedCalls--
  }

  /** Joins first, then reads, so that no change falls between. Answers with the JSON of a `CallFrame`. */
  const watch = async (watcher: Watcher, feedId: string, callId: string): Promise<string> => {
    const room = roomOf(feedId, callId, watcher.viewer)
    const call = watched.get(room) ?? open(room, feedId, callId, watcher.viewer)
    if (!call.reading.has(watcher.id)) {
      call.peers.set(watcher.id, watcher)
      transport.join(watcher.id, room)
    }
    try {
      // While the record was read a change may have sent a newer view to the room.
      const read = call.view ?? (await readView(call))
      call.view ??= read
      // Or it took the call away from the room.
      const view = call.view
      const isOpen = view?.hasWords === true && (await letRead(call, watcher))
      if (view === null || !call.peers.has(watcher.id))
        throw new CodedError('not_found', 'There is no such call for you to see.')
      const newest = call.view ?? view
      return frame(call, isOpen ? newest.full : newest.bare())
    } catch (error) {
      leaveRoom(watcher.id, room, false)
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
      leaveRoom(peerId, roomOf(feedId, callId, viewer), false),
    leaveAll(peerId: string) {
      for (const call of [...watched.values()]) if (call.peers.has(peerId)) leaveRoom(peerId, call.room, true)
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
