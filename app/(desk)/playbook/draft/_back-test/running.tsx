'use client'

import { Button, Progress } from '@mantine/core'
import { useTranslations } from 'next-intl'
import type { BackTestStatus } from '#server/protocol/back-test.ts'
import { formatDuration } from '../../../../_ui/format.ts'
import styles from './back-test.module.css'

/** Calls until which nobody can tell how long the rest takes. */
const FIRST = 50

export const Running = ({ status, onCancel }: { status: BackTestStatus; onCancel: () => void }) => {
  const t = useTranslations('playbook.backTest')
  const { done, total, startedAt, now, by } = status
  const left = total !== undefined && done >= FIRST ? ((now - startedAt) / done) * (total - done) : undefined
  return (
    <div className={styles.running} data-testid="back-test-running">
      <Progress
        value={total ? (100 * done) / total : 0}
        animated
        size="lg"
        aria-label={t('title')}
        transitionDuration={400}
      />
      <div className={styles.far}>
        <span role="status">{total === undefined ? t('listing') : t('progress', { done, total })}</span>
        <span>{left !== undefined && t('left', { time: formatDuration(left) })}</span>
        <span className={styles.by}>{t('startedBy', { by })}</span>
        <Button size="compact-sm" variant="default" onClick={onCancel} data-testid="cancel-back-test">
          {t('cancel')}
        </Button>
      </div>
    </div>
  )
}
