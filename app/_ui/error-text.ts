import { useTranslations } from 'next-intl'
import type { Reason } from '#server/protocol/reason.ts'

const KNOWN = [
  'unavailable',
  'unauthenticated',
  'forbidden',
  'not_found',
  'conflict',
  'bad_request',
  'rate_limited',
  'internal',
] as const
type Known = (typeof KNOWN)[number]

/** A coded refusal in the reader's language: its exact reason where one was given, else what its code says. */
export const useErrorText = () => {
  const t = useTranslations('errors')
  const tReason = useTranslations('reasons')
  return (code: string, reason?: Reason) => {
    const key = reason?.key as Parameters<typeof tReason>[0]
    if (reason && tReason.has(key)) return tReason(key, reason.params)
    return t(KNOWN.find((known): known is Known => known === code) ?? 'internal')
  }
}
