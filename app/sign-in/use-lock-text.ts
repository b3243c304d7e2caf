'use client'

import { useFormatter, useTranslations } from 'next-intl'

export type LockAnswer = { code?: string; opensAt?: number }

const MINUTE_MS = 60_000

/** Says of a refused password until when it is locked; null when that is not the reason. */
export const useLockText = () => {
  const t = useTranslations('signIn')
  const format = useFormatter()
  return ({ code, opensAt }: LockAnswer): string | null => {
    if ((code !== 'ACCOUNT_LOCKED' && code !== 'ADDRESS_LOCKED') || opensAt === undefined) return null
    const whole = new Date(Math.ceil(opensAt / MINUTE_MS) * MINUTE_MS)
    return t(code, { at: format.dateTime(whole, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }) })
  }
}
