import { createStore } from 'zustand/vanilla'
import type { CallFrame } from '#server/protocol/live.ts'
import type { FeedTime } from './health.ts'
import type { Stream } from './stream.ts'

/** `outdated`: the server speaks another version of the wire. `refused`: it does not know this person. */
export const CONNECTIONS = ['connecting', 'live', 'lost', 'outdated', 'refused'] as const
export type Connection = (typeof CONNECTIONS)[number]

/** A call page's subject: being fetched, here, or why not. */
export type WatchedCall =
  | { status: 'loading' }
  | { status: 'ready'; frame: CallFrame }
  | { status: 'refused'; code: string }

export type LiveState = {
  connection: Connection
  /** The feeds there were at the greeting; undefined until then. Later ones are known by their streams. */
  feeds: readonly string[] | undefined
  streams: Readonly<Record<string, Stream>>
  times: Readonly<Record<string, FeedTime>>
  calls: Readonly<Record<string, WatchedCall>>
}

/** One key for a thing of a feed; ids hold no control characters. */
/** Whether it is known that there is no feed at all. */
export const hasNoFeed = ({ feeds, streams }: LiveState): boolean =>
  feeds?.length === 0 && Object.keys(streams).length === 0

export const feedKey = (feed: string, id: string) => `${feed}\n${id}`

export const createLiveStore = () =>
  createStore<LiveState>(() => ({ connection: 'connecting', feeds: undefined, streams: {}, times: {}, calls: {} }))
export type LiveStore = ReturnType<typeof createLiveStore>
