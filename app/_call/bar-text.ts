import { useTimeZone, useTranslations } from 'next-intl'
import type { CallView } from '#server/protocol/call-view.ts'
import { formatClock, formatDuration } from '../_ui/format.ts'
import { useRuleText } from '../_ui/rule-text.ts'
import { useFactName } from './fact-name.ts'
import type { Bar } from './timeline-model.ts'

type Named = Omit<Bar, 'row'>

/** What a bar is called and what it says aloud. */
export const useBarText = (view: CallView) => {
  const t = useTranslations()
  const zone = useTimeZone() ?? 'UTC'
  const factName = useFactName()
  const ruleText = useRuleText()

  const nameOf = (bar: Named): string => {
    switch (bar.kind) {
      case 'fact':
        return factName(bar.subject ?? '')
      case 'alert': {
        const alert = view.alerts.find((candidate) => candidate.key === bar.subject)
        return alert ? ruleText.long(alert) : ''
      }
      case 'step':
        return bar.step ? t(`steps.${bar.step}`) : ''
      case 'queue':
        return [t('call.bars.queue'), bar.subject].filter(Boolean).join(' ')
      case 'talk': {
        const segment = view.segments.find((candidate) => candidate.segmentId === bar.subject)
        return [t('call.bars.talk'), segment?.name ?? segment?.agentNo].filter(Boolean).join(' ')
      }
      default:
        return t(`call.bars.${bar.kind}`)
    }
  }
  return (bar: Named) => {
    const name = nameOf(bar)
    const from = formatClock(bar.from, zone)
    const lane = t(`call.lanes.${bar.lane}`)
    if (bar.kind === 'fact') return { label: name, spoken: t('call.timelinePoint', { lane, label: name, from }) }
    const duration = bar.to === undefined ? t('call.live') : formatDuration(bar.to - bar.from)
    const hasTime = bar.kind !== 'alert' && bar.to !== undefined
    return {
      label: hasTime ? `${name} ${duration}` : name,
      spoken: t('call.timelineBar', { lane, label: name, from, duration }),
    }
  }
}
