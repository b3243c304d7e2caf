'use client'

import { useTranslations } from 'next-intl'
import { useMinute } from '../_ui/moment.ts'

export type LockAnswer = { code?: string; opensAt?: number }

/** Says of a refused password until when it is locked; null when that is not the reason. */
export const useLockText = () => {
  const t = useTranslations('signIn')
  const minute = useMinute()
  return ({ code, opensAt }: LockAnswer): string | null => {
    if ((code !== 'ACCOUNT_LOCKED' && code !== 'ADDRESS_LOCKED') || opensAt === undefined) return null
    return t(code, { at: minute(opensAt) })
  }
}
