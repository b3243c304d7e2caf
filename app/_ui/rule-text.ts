import { useLocale } from 'next-intl'
import type { AlertRow } from '#server/protocol/live.ts'
import { useText } from './text.tsx'

type Named = Pick<AlertRow, 'rule' | 'step' | 'level' | 'source' | 'about'>

/** What an alert is called: a sentence-like name, and a short one for a row. */
export const useRuleText = () => {
  const t = useText()
  const language = useLocale().startsWith('zh') ? 'zh' : 'en'
  const nameOf = (alert: Named, isShort: boolean) => {
    const step = alert.step ? t(`${isShort ? 'stepsShort' : 'steps'}.${alert.step}`) : ''
    const values = {
      step,
      level: alert.level ?? 0,
      source: alert.source ?? 'none',
      about: alert.about?.[language] ?? '',
    }
    return isShort ? t(`rulesShort.${alert.rule}`, values) : t(`rules.${alert.rule}`, values)
  }
  return { long: (alert: Named) => nameOf(alert, false), short: (alert: Named) => nameOf(alert, true) }
}
