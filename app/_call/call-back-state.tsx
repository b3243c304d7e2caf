'use client'

import { useTranslations } from 'next-intl'
import type { CallBackState } from '#server/domain/words.ts'
import styles from './disputes.module.css'

const SHAPES = { open: '↩', done: '✓', dropped: '–', withdrawn: '✕' } as const

/** Where a call back stands: shape, colour and word. */
export const CallBackBadge = ({ state, isLate }: { state: CallBackState; isLate?: boolean }) => {
  const t = useTranslations('callBacks')
  return (
    <span className={styles.badge} data-state={state} data-late={isLate || undefined} data-testid="call-back-state">
      <span aria-hidden="true">{SHAPES[state]}</span> {isLate ? t('late') : t(`states.${state}`)}
    </span>
  )
}
