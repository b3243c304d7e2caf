import { useTranslations } from 'next-intl'
import { FACT_NAMES } from '#server/domain/words.ts'

type Dashed<T extends string> = T extends `${infer A}.${infer B}` ? `${A}-${Dashed<B>}` : T
type FactKey = Dashed<(typeof FACT_NAMES)[number]>

/** A fact in the reader's words; a name this version does not know shows as it came. Message keys hold no dots. */
export const useFactName = () => {
  const t = useTranslations('facts')
  return (name: string) => (FACT_NAMES.some((known) => known === name) ? t(name.replaceAll('.', '-') as FactKey) : name)
}
