import { useLocale, useTranslations } from 'next-intl'
import type { Due } from '#server/domain/playbook/action.ts'
import type { CallSegment } from './call-segments.tsx'
import { useFactName } from './fact-name.ts'

/** By when something is due, in words; actions are named as this handling's playbook names them. */
export const useDueText = ({ actions = [] }: CallSegment) => {
  const t = useTranslations('playbook')
  const language = useLocale().startsWith('zh') ? 'zh' : 'en'
  const factName = useFactName()
  return (due: Due): string => {
    switch (due.at) {
      case 'before_action':
        return t('due.before_action', {
          action: actions.find(({ id }) => id === due.action)?.[language] ?? due.action,
        })
      case 'before_event':
        return t('due.before_event', { event: factName(due.event) })
      case 'after_step_start':
      case 'after_trigger':
        return t(`due.${due.at}`, { sec: due.sec })
      default:
        return t(`due.${due.at}`)
    }
  }
}
