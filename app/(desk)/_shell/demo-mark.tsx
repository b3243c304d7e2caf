'use client'

import { useTranslations } from 'next-intl'
import { useFeedRows } from '../../_live/hooks.ts'
import styles from '../shell.module.css'

/** Stands on every page while any feed says it is a demonstration. */
export const DemoMark = () => {
  const t = useTranslations('demo')
  const names = useFeedRows().flatMap(({ demo, name }) => (demo ? [name] : []))
  if (names.length === 0) return null
  return (
    <span className={styles.demo} data-testid="demo-mark" title={t('hint', { feeds: names.join(' · ') })}>
      {t('mark')}
    </span>
  )
}
