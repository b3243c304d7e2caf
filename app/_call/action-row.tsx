'use client'

import { UnstyledButton } from '@mantine/core'
import { useLocale, useTimeZone, useTranslations } from 'next-intl'
import { usePaint } from '../_live/hooks.ts'
import { formatClock, formatDuration } from '../_ui/format.ts'
import type { Action } from './action-model.ts'
import styles from './actions.module.css'
import type { CallSegment } from './call-segments.tsx'
import { useChoice } from './evidence-choice.tsx'
import { actionKey, hasPhrase } from './evidence-marks.ts'
import { useDueText } from './use-due-text.ts'

const SHAPES = {
  done: '✓',
  late_done: '✓',
  missed: '!',
  pending: '',
  exempt: '/',
  not_applicable: '–',
  unknown: '?',
} as const

export const ActionMark = ({ status, isOverturned }: Pick<Action, 'status' | 'isOverturned'>) => (
  <span className={styles.mark} data-status={isOverturned ? 'exempt' : status} aria-hidden="true">
    {isOverturned ? '✕' : SHAPES[status]}
  </span>
)

/** How long is left until then, or since when it is over; painted on the page's beat. */
export const TimeLeft = ({ feed, dueAt }: { feed: string; dueAt: number }) => {
  const t = useTranslations('call')
  const ref = usePaint<HTMLSpanElement>(feed, (element, now) => {
    const left = dueAt - now
    const text = left >= 0 ? t('left', { time: formatDuration(left) }) : t('overdue', { time: formatDuration(-left) })
    if (element.textContent !== text) element.textContent = text
    element.toggleAttribute('data-over', left < 0)
  })
  return <span ref={ref} className={styles.left} data-testid="time-left" />
}

type Props = { feed: string; segment: CallSegment; action: Action }

/** One action: shape, word and colour say how it stands; where words prove it, it leads to them. */
export const ActionRow = ({ feed, segment, action }: Props) => {
  const t = useTranslations()
  const zone = useTimeZone() ?? 'UTC'
  const language = useLocale().startsWith('zh') ? 'zh' : 'en'
  const dueText = useDueText(segment)
  const { choice, choose } = useChoice()
  const key = actionKey(segment, action)
  const { status, doneAt, dueAt, due, why } = action
  const name = action[language]
  const isLive = segment.endedAt === undefined
  const more = () => {
    if (status === 'pending' && dueAt !== undefined && isLive) return <TimeLeft feed={feed} dueAt={dueAt} />
    if (doneAt !== undefined) return <time>{formatClock(doneAt, zone)}</time>
    if (status === 'unknown' && why) return t(`call.why.${why}`)
    if (status === 'missed' && isLive && !action.isHabit && !action.isOverturned) return t('call.stillPossible')
    return status === 'pending' && due ? dueText(due) : null
  }
  const facts = more()
  return (
    <li
      className={styles.action}
      data-status={status}
      data-overturned={action.isOverturned || undefined}
      data-subject={key}
      data-chosen={choice?.keys.includes(key) || undefined}
      data-testid={`action-${action.id}`}
    >
      <ActionMark status={status} isOverturned={action.isOverturned} />
      <span className={styles.name}>
        {hasPhrase(action.evidence) ? (
          <UnstyledButton
            className={styles.link}
            title={t('call.showPhrase')}
            onClick={() => choose({ keys: [key], side: 'list' })}
          >
            {name}
          </UnstyledButton>
        ) : (
          name
        )}{' '}
        <span className={styles.level}>{t(`call.levels.${action.level}`)}</span>
      </span>
      <span className={styles.state}>
        <b>
          {action.isOverturned ? <s>{t(`actionStatus.${status}`)}</s> : t(`actionStatus.${status}`)}
          {action.isOverturned && ` ${t('disputes.states.overturned')}`}
        </b>
        {facts && <span className={styles.facts}>{facts}</span>}
      </span>
    </li>
  )
}
