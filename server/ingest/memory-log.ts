import type { EventOf } from '../domain/event.ts'
import { type EventLog, type NewEntry, type StoredEntry, scopeOf, storeEntry } from '../domain/event-log.ts'
import { CodedError } from '../errors.ts'

type Log = { owner: string; term: number; position: number; keys: Set<string>; entries: StoredEntry[] }

const joinedBy = ({ event }: StoredEntry): number[] =>
  event.type === 'call.joined' ? (event as EventOf<'call.joined'>).data.positions : []

/** The log in memory: for tests and for folding without a database. Nothing survives the process. */
export const createMemoryLog = (): EventLog & { addFeed(feedId: string): void } => {
  const logs = new Map<string, Log>()
  const find = (feedId: string) => {
    const log = logs.get(feedId)
    if (!log) throw new CodedError('not_found', `There is no feed ${feedId}: add it first.`)
    return log
  }
  const fence = (isHeld: boolean, feedId: string) => {
    if (!isHeld) throw new CodedError('fenced', `Another owner has taken over feed ${feedId}.`)
  }
  const raise = (log: Log) => {
    log.term += 1
    return { term: log.term, position: log.position }
  }
  const keyOf = (entry: NewEntry) => JSON.stringify([scopeOf(entry), entry.epoch, entry.event.eventId])

  return {
    addFeed(feedId) {
      logs.set(feedId, { owner: '', term: 0, position: 0, keys: new Set(), entries: [] })
    },
    async claim(feedId, owner) {
      const log = find(feedId)
      log.owner = owner
      return raise(log)
    },
    async renew(feedId, owner) {
      const log = find(feedId)
      fence(log.owner === owner, feedId)
      return raise(log)
    },
    async append(feedId, term, entries) {
      const log = find(feedId)
      fence(log.term === term, feedId)
      const positions = entries.map((entry) => {
        log.position += 1
        const key = keyOf(entry)
        if (log.keys.has(key)) return null
        log.keys.add(key)
        log.entries.push(structuredClone(storeEntry(feedId, log.position, entry)))
        return log.position
      })
      return { positions }
    },
    async read(feedId, after, limit) {
      return find(feedId)
        .entries.filter((entry) => entry.position > after)
        .slice(0, limit)
        .map((entry) => structuredClone(entry))
    },
    async readCall(feedId, callId) {
      const { entries } = find(feedId)
      const naming = entries.filter((entry) => entry.event.callId === callId)
      const joined = new Set(naming.flatMap(joinedBy))
      return entries
        .filter((entry) => entry.event.callId === callId || joined.has(entry.position))
        .map((entry) => structuredClone(entry))
    },
  }
}
