import type { Clock } from '../clock.ts'

const VALID_MS = 15 * 60_000

/** Words that stand for customers' references for a quarter of an hour, each for the person it was given to. */
export const createCustomerHandles = (clock: Clock) => {
  const held = new Map<string, { ref: string; viewerId: string }>()
  return {
    give(ref: string, viewerId: string): string {
      const handle = clock.uuid()
      held.set(handle, { ref, viewerId })
      clock.after(VALID_MS, () => held.delete(handle))
      return handle
    },
    find(handle: string, viewerId: string): string | undefined {
      const known = held.get(handle)
      return known?.viewerId === viewerId ? known.ref : undefined
    },
  }
}
