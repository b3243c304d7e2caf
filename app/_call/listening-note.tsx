'use client'

import { useTranslations } from 'next-intl'
import styles from './actions.module.css'
import type { CallSegment } from './call-segments.tsx'

/** Where not everything was heard: that what was said cannot be found missing. */
export const ListeningNote = ({ segment: { listening, actions = [] } }: { segment: CallSegment }) => {
  const t = useTranslations('call')
  if (actions.length === 0 || (listening !== 'none' && listening !== 'failed')) return null
  return <p className={styles.listening}>{t(`listening.${listening}`)}</p>
}
