'use client'

import { Button, Code, Loader } from '@mantine/core'
import { useTranslations } from 'next-intl'
import styles from './empty.module.css'

export const EmptyFeeds = () => {
  const t = useTranslations('floor.emptyFeeds')
  return (
    <div className={styles.empty} data-testid="empty-feeds">
      <h2>{t('title')}</h2>
      <p>{t('text')}</p>
      <p className={styles.caption}>{t('token')}</p>
      <Code block>npm run admin -- feed add pbx-1</Code>
      <p className={styles.caption}>{t('connect')}</p>
      <Code block>LINEWARDEN_FEED_TOKEN=… npm run feed -- asterisk --help</Code>
    </div>
  )
}

export const EmptyAgents = ({ isReady }: { isReady: boolean }) => {
  const t = useTranslations('floor.emptyAgents')
  const tPage = useTranslations('pages')
  if (!isReady) {
    return (
      <div className={styles.empty} aria-busy="true">
        <Loader size="sm" aria-label={tPage('loading')} />
        <p>{tPage('loading')}</p>
      </div>
    )
  }
  return (
    <div className={styles.empty} data-testid="empty-agents">
      <h2>{t('title')}</h2>
      <p>{t('text')}</p>
    </div>
  )
}

export const EmptyMatch = ({ total, onClear }: { total: number; onClear: () => void }) => {
  const t = useTranslations('floor')
  return (
    <div className={styles.empty} data-testid="empty-match">
      <h2>{t('emptyMatch.title')}</h2>
      <p>{t('emptyMatch.text', { total })}</p>
      <Button variant="light" onClick={onClear}>
        {t('clearFilters')}
      </Button>
    </div>
  )
}
