'use client'

import { UnstyledButton } from '@mantine/core'
import { useTranslations } from 'next-intl'
import type { CallView } from '#server/protocol/call-view.ts'
import { usePaint } from '../_live/hooks.ts'
import { formatDuration } from '../_ui/format.ts'
import { whyStepUnknown } from './action-model.ts'
import actionStyles from './actions.module.css'
import styles from './call.module.css'
import type { CallSegment } from './call-segments.tsx'
import { useChoice } from './evidence-choice.tsx'
import { EvidenceList } from './evidence-list.tsx'
import { hasPhrase, stepKey } from './evidence-marks.ts'
import { StepActions } from './step-actions.tsx'
import { stepDwell, stepOverrun } from './step-dwell.ts'

type StepOf = CallSegment['steps'][number]

const MARKS = {
  pending: '',
  in_progress: '›',
  done: '✓',
  skipped: '!',
  not_applicable: '–',
  unknown: '?',
} as const

/** Empty where a step has nothing to show but that it is being said: the three dots for it are drawn. */
const markOf = ({ status, isOverturned }: StepOf, isBeingSaid: boolean): string => {
  if (isOverturned) return '✕'
  return isBeingSaid && status === 'unknown' ? '' : MARKS[status]
}

/** Words being said stand where the limit stands otherwise: they come and go, and nothing is to move for them. */
const Aside = ({ step, isBeingSaid }: { step: StepOf; isBeingSaid: boolean }) => {
  const t = useTranslations()
  if (isBeingSaid)
    return (
      <span className={styles.beingSaid} title={t('call.beingSaidNote')}>
        {t('status.beingSaid')}
      </span>
    )
  if (step.maxMs === undefined || step.status === 'not_applicable') return null
  return <span className={styles.limit}>{t('call.limit', { limit: formatDuration(step.maxMs) })}</span>
}

const Dwell = ({ feed, segment, step, end }: { feed: string; segment: CallSegment; step: StepOf; end?: number }) => {
  const t = useTranslations('call')
  const ref = usePaint<HTMLSpanElement>(feed, (element, now) => {
    const until = Math.min(now, end ?? now)
    const over = stepOverrun(segment, step, until)
    const text = [
      formatDuration(stepDwell(segment, step, until)),
      over === undefined ? '' : t('overLimit', { over: formatDuration(over) }),
    ]
      .join(' ')
      .trim()
    if (element.textContent !== text) element.textContent = text
    if (over !== undefined) element.dataset.over = 'true'
    else delete element.dataset.over
  })
  return <span ref={ref} className={styles.dwell} data-testid={`dwell-${step.step}`} />
}

/** A step's name; where words show it, it leads to them. */
const StepName = ({ step, subject }: { step: StepOf; subject: string }) => {
  const t = useTranslations()
  const { choose } = useChoice()
  const name = t(`steps.${step.step}`)
  if (!hasPhrase(step.evidence)) return <b>{name}</b>
  return (
    <UnstyledButton
      className={actionStyles.link}
      title={t('call.showPhrase')}
      onClick={() => choose({ keys: [subject], side: 'list' })}
    >
      <b>{name}</b>
    </UnstyledButton>
  )
}

/** Of a handling that is over, steps it never came to say nothing. */
const shownSteps = (segment: CallSegment) =>
  segment.endedAt === undefined ? segment.steps : segment.steps.filter((step) => step.status !== 'pending')

export const countDone = (segment: CallSegment) => ({
  done: segment.steps.filter((step) => step.status === 'done').length,
  total: segment.steps.filter((step) => step.status !== 'not_applicable').length,
})

type Props = { view: CallView; segment: CallSegment }

/** The five steps of one agent's handling: status, time against the limit, and what it rests on. */
export const Checklist = ({ view, segment }: Props) => {
  const t = useTranslations()
  const { choice } = useChoice()
  const { feedId: feed, clearedAt: end } = view
  return (
    <ol className={styles.steps}>
      {shownSteps(segment).map((step) => {
        const word = step.lateDone && step.status === 'done' ? 'late' : step.status
        const isBeingSaid = segment.beingSaid === step.step
        const isTimed = step.status === 'in_progress' || step.dwellMs > 0
        return (
          <li
            key={step.step}
            className={styles.step}
            data-subject={stepKey(segment, step.step)}
            data-chosen={choice?.keys.includes(stepKey(segment, step.step)) || undefined}
            data-testid={`check-${step.step}`}
            data-status={step.status}
            data-being-said={isBeingSaid || undefined}
          >
            <span
              className={styles.mark}
              data-status={step.status}
              data-being-said={isBeingSaid || undefined}
              data-late={step.lateDone || undefined}
              data-overturned={step.isOverturned || undefined}
              aria-hidden="true"
            >
              {markOf(step, isBeingSaid)}
            </span>
            <div className={styles.stepBody}>
              <p className={styles.stepLine}>
                <StepName step={step} subject={stepKey(segment, step.step)} />
                <span
                  className={styles.status}
                  data-status={step.status}
                  data-overturned={step.isOverturned || undefined}
                >
                  {step.isOverturned ? <s>{t(`status.${word}`)}</s> : t(`status.${word}`)}
                  {step.isOverturned && ` ${t('disputes.states.overturned')}`}
                  {step.source && ` · ${t(`stepSource.${step.source}`)}`}
                  {step.certainty && ` · ${t(`certainty.${step.certainty}`)}`}
                  {step.status === 'unknown' && ` · ${t(`call.stepWhy.${whyStepUnknown(segment)}`)}`}
                </span>
                <span className={styles.stepTime}>
                  {isTimed && <Dwell feed={feed} segment={segment} step={step} end={end} />}
                  <Aside step={step} isBeingSaid={isBeingSaid} />
                </span>
              </p>
              {step.evidence.length > 0 && <EvidenceList view={view} items={step.evidence} />}
              <StepActions feed={feed} segment={segment} step={step.step} />
            </div>
          </li>
        )
      })}
    </ol>
  )
}
