import { useTranslations } from 'next-intl'

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

/** A coded refusal in the reader's language. */
export const useErrorText = () => {
  const t = useTranslations('errors')
  return (code: string) => t(KNOWN.find((known): known is Known => known === code) ?? 'internal')
}
