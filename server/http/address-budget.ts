import { isIPv6 } from 'node:net'
import type { Clock } from '../clock.ts'

const WINDOW_MS = 60_000

/** Who answers for an address: itself, or for IPv6 its /64, of which one machine has all. */
export const addressKey = (address: string): string => {
  if (!isIPv6(address)) return address
  const [head = '', tail] = address.split('%', 1)[0]?.split('::') ?? []
  const before = head === '' ? [] : head.split(':')
  const after = tail === undefined || tail === '' ? [] : tail.split(':')
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - before.length - after.length)
  const groups = [...before, ...Array<string>(zeros).fill('0'), ...after]
  return groups
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':')
}

export type AddressBudget = {
  /** False once an address has spent its minute. */
  spend(address: string): boolean
  /** Addresses remembered. */
  size(): number
}

/** So many of something an address and minute; remembers at most `addresses`, and none beyond its minute. */
export const createAddressBudget = (clock: Clock, max: number, addresses: number): AddressBudget => {
  /** In the order their minutes began. */
  const minutes = new Map<string, { since: number; spent: number }>()

  const forget = (now: number) => {
    for (const [key, { since }] of minutes) {
      if (now - since < WINDOW_MS && minutes.size <= addresses) return
      minutes.delete(key)
    }
  }

  return {
    spend(address) {
      const now = clock.now()
      const key = addressKey(address)
      const known = minutes.get(key)
      if (known && now >= known.since && now - known.since < WINDOW_MS) return ++known.spent <= max
      minutes.delete(key)
      minutes.set(key, { since: now, spent: 1 })
      forget(now)
      return max >= 1
    },
    size: () => minutes.size,
  }
}

export type AddressCount = {
  /** Takes one more for the address, unless it has `max`; false then. */
  take(address: string): boolean
  give(address: string): void
}

/** How many an address has at the same time; what is given back leaves nothing behind. */
export const createAddressCount = (max: number): AddressCount => {
  const counts = new Map<string, number>()
  return {
    take(address) {
      const key = addressKey(address)
      const count = counts.get(key) ?? 0
      if (count >= max) return false
      counts.set(key, count + 1)
      return true
    },
    give(address) {
      const key = addressKey(address)
      const count = (counts.get(key) ?? 0) - 1
      if (count > 0) counts.set(key, count)
      else counts.delete(key)
    },
  }
}
