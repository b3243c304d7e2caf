'use client'

import { useLocale, useTranslations } from 'next-intl'
import { Slots } from '../(desk)/playbook/_parts/phrase-list.tsx'
import { type NextDue, nextDues } from './action-model.ts'
import { TimeLeft } from './action-row.tsx'
import styles from './actions.module.css'
import type { CallSegment } from './call-segments.tsx'
import { useDueText } from './use-due-text.ts'

const MORE = 2

/** What the agent is to do next, by when, and what the playbook suggests to say. */
export const NextDueCard = ({ feed, segment }: { feed: string; segment: CallSegment }) => {
  const t = useTranslations()
  const language = useLocale().startsWith('zh') ? 'zh' : 'en'
  const dueText = useDueText(segment)
  const [first, ...others] = nextDues(segment)
  if (!first) return null
  const nameOf = ({ action }: NextDue) => action?.[language] ?? t('call.confirmPlan')
  const due = first.action?.due
  const rest = others.slice(0, MORE)
  return (
    <div className={styles.next} data-testid="next-due">
      <p className={styles.nextLine}>
        <span className={styles.nextLabel}>{t('call.next')}</span>
        <b>{nameOf(first)}</b>
        {first.dueAt !== undefined && <TimeLeft feed={feed} dueAt={first.dueAt} />}
        {first.dueAt === undefined && (
          <span className={styles.nextDue}>{due ? dueText(due) : !first.action && t('call.limitPaused')}</span>
        )}
      </p>
      {first.phrase && (
        <p className={styles.phrase}>
          <span className={styles.nextLabel}>{t('call.suggestion')}</span>
          <span lang="zh-CN">
            <Slots text={first.phrase} />
          </span>
        </p>
      )}
      {rest.length > 0 && (
        <p className={styles.then}>{t('call.then', { list: rest.map(nameOf).join(t('playbook.comma')) })}</p>
      )}
    </div>
  )
}
