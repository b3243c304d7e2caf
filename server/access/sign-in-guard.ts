import { isIPv6 } from 'node:net'
import type { Sql } from '#db/client.ts'
import {
  clearChecks,
  reserveCheck,
  returnCheck,
  type SignInKey,
  sweepChecks,
  tellLock,
} from '#db/writes/sign-in-count.ts'
import type { Clock } from '../clock.ts'
import { USERNAME } from '../domain/username.ts'
import { appendAudit } from './audit.ts'

export type SignInLimits = {
  /** How long failures are counted, and how long a lock lasts from the last check on. */
  windowMs: number
  /** Wrong passwords of one name before it is locked. */
  perAccount: number
  /** Wrong passwords from one address, whatever the names. */
  perAddress: number
}

/**
 * Five tries are enough for a person; one name can be guessed at twenty times an hour at most, where ASVS 5.0 wants fewer
 * than a hundred. A whole site may come from one address, and a shift begins at once: hence a hundred there.
 */
export const SIGN_IN_LIMITS: SignInLimits = { windowMs: 15 * 60_000, perAccount: 5, perAddress: 100 }

export type Attempt = { username: string; address: string }
/** `opensAt`: epoch ms. */
export type Lock = { kind: SignInKey['kind']; opensAt: number }

/** The /64 of an IPv6 address, which is one customer's line; any other address as it is. */
export const addressKey = (address: string): string => {
  if (!isIPv6(address)) return address
  const [head = '', tail] = address.split('%', 1)[0]?.split('::') ?? []
  const groups = (part: string | undefined) => (part ? part.split(':') : [])
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - groups(head).length - groups(tail).length)
  const all = [...groups(head), ...Array<string>(zeros).fill('0'), ...groups(tail)]
  return `${all
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':')}::/64`
}

/** The name a count goes by; null for what can be no name here, which no password is checked for. */
const accountKey = (username: string): string | null => (USERNAME.test(username) ? username.toLowerCase() : null)

const printable = (text: string) => text.slice(0, 64).toWellFormed().replaceAll('\u0000', '')

/** The 1st, 10th, 100th … refusal is written down: a flood must not fill the audit. */
const isTold = (refusals: number) => /^10*$/.test(String(refusals))

/** Counts password checks before they are made, so that guesses at the same time get no more of them than one by one. */
export const createSignInGuard = (parts: { sql: Sql; clock: Clock; limits: SignInLimits }) => {
  const { sql, clock, limits } = parts
  const limitOf = (kind: SignInKey['kind']) => (kind === 'account' ? limits.perAccount : limits.perAddress)
  const keysOf = ({ username, address }: Attempt): SignInKey[] => {
    const account = accountKey(username)
    const byAddress: SignInKey = { kind: 'address', key: addressKey(address) }
    return account === null ? [byAddress] : [byAddress, { kind: 'account', key: account }]
  }
  const refuse = (given: Attempt, detail?: Record<string, unknown>) =>
    appendAudit(sql, {
      at: clock.now(),
      actor: { kind: 'nobody', id: '' },
      action: 'session.refuse',
      subject: `username:${printable(given.username)}`,
      address: given.address || undefined,
      detail,
    })

  return {
    /** Reserves one check, or says what is locked. Nothing may be hashed before this resolves with null. */
    async begin(given: Attempt): Promise<Lock | null> {
      const now = clock.now()
      const refused = await sql.begin(async (tx) => {
        const taken: SignInKey[] = []
        for (const one of keysOf(given)) {
          const limit = limitOf(one.kind)
          const { used, endsAt } = await reserveCheck(tx, one, { now, limit, windowMs: limits.windowMs })
          if (used <= limit) {
            taken.push(one)
            continue
          }
          // A locked name must not lock the address of everybody beside it.
          for (const other of taken) await returnCheck(tx, other, limitOf(other.kind))
          return { kind: one.kind, opensAt: endsAt, refusals: used - limit }
        }
        await sweepChecks(tx, now)
        return null
      })
      if (!refused) return null
      const { kind, opensAt, refusals } = refused
      if (isTold(refusals)) await refuse(given, { locked: kind, refusals })
      return { kind, opensAt }
    },

    /** The check was made and came out wrong; writes it down, and the lock it leads to once. */
    async failed(given: Attempt): Promise<void> {
      await refuse(given)
      for (const one of keysOf(given)) {
        const opensAt = await tellLock(sql, one, { now: clock.now(), limit: limitOf(one.kind) })
        if (opensAt === null) continue
        await appendAudit(sql, {
          at: clock.now(),
          actor: { kind: 'nobody', id: '' },
          action: `${one.kind}.lock`,
          subject: one.kind === 'account' ? `username:${one.key}` : `address:${one.key}`,
          address: given.address || undefined,
          detail: { opensAt: new Date(opensAt).toISOString() },
        })
      }
    },

    /** The check came out right: the name's count is forgotten, the address gets this one check back. */
    async succeeded(given: Attempt): Promise<void> {
      for (const one of keysOf(given))
        if (one.kind === 'account') await clearChecks(sql, one)
        else await returnCheck(sql, one, limitOf('address'))
    },
  }
}

export type SignInGuard = ReturnType<typeof createSignInGuard>
