import type { LiveState, LiveStore } from '../../../_live/store.ts'
import { type FloorEntry, listEntries } from './entry.ts'

/** What the floor's lists are made of; a new object each time it is taken. */
export type FloorSample = { streams: LiveState['streams']; entries: FloorEntry[] }

type After = (ms: number, run: () => void) => () => void

/** How long the lists of a floor may stand, ms: a large one is dear to sort and nobody follows its order by eye. */
export const sampleEvery = (agents: number) => Math.min(1000, Math.max(250, agents / 4))

/**
 * Samples the whole floor: the first change at once, then one sample for all that follow within the interval.
 * Rows show every change by themselves; lists, counts and order need not run after each.
 */
export const createFloorSampler = (store: LiveStore, after: After) => {
  const take = (): FloorSample => {
    const { streams } = store.getState()
    return { streams, entries: listEntries(streams) }
  }
  let sample = take()
  let cancel: (() => void) | undefined
  const listeners = new Set<() => void>()

  const refresh = () => {
    if (store.getState().streams === sample.streams) return
    sample = take()
    for (const listener of [...listeners]) listener()
  }
  const onChange = () => {
    if (cancel || store.getState().streams === sample.streams) return
    refresh()
    cancel = after(sampleEvery(sample.entries.length), () => {
      cancel = undefined
      onChange()
    })
  }

  let stop: (() => void) | undefined
  return {
    get: () => sample,
    subscribe(listener: () => void) {
      listeners.add(listener)
      stop ??= store.subscribe(onChange)
      onChange()
      return () => {
        listeners.delete(listener)
        if (listeners.size > 0) return
        stop?.()
        stop = undefined
        cancel?.()
        cancel = undefined
      }
    },
  }
}
export type FloorSampler = ReturnType<typeof createFloorSampler>
