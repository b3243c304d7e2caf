import { useTranslations } from 'next-intl'
import type { CallView } from '#server/protocol/call-view.ts'

type Evidence = CallView['alerts'][number]['evidenceList'][number]

const STEP_EVENTS = {
  'step.entered': 'entered',
  'step.completed': 'completed',
  'step.skipped': 'skipped',
  'step.reset': 'reset',
} as const
const isStepEvent = (text: string | undefined): text is keyof typeof STEP_EVENTS =>
  text !== undefined && Object.hasOwn(STEP_EVENTS, text)

/** What an evidence says: its own words, a step event in the reader's language, or the step that began at that moment. */
export const useEvidenceText = (view: CallView) => {
  const t = useTranslations()
  return (item: Evidence): string | undefined => {
    if (isStepEvent(item.text)) return t(`events.${STEP_EVENTS[item.text]}`)
    if (item.text !== undefined || item.kind !== 'event') return item.text
    const visit = view.segments.flatMap((segment) => segment.visits).find((stay) => stay.from === item.at)
    return visit && t('call.entered', { step: t(`steps.${visit.step}`) })
  }
}
