'use client'

import { Skeleton } from '@mantine/core'
import { useTranslations } from 'next-intl'
import { useErrorText } from '../_ui/error-text.ts'
import styles from './call.module.css'

export const CallLoading = () => {
  const t = useTranslations('call')
  return (
    <div className={styles.content} aria-busy="true" data-testid="call-loading">
      <p className="visually-hidden">{t('loading')}</p>
      <Skeleton height={44} radius={10} />
      <Skeleton height={150} radius={10} />
      <Skeleton height={260} radius={10} />
    </div>
  )
}

/** Why there is no call to show. */
export const CallRefused = ({ code }: { code: string }) => {
  const t = useTranslations('call')
  const errorText = useErrorText()
  const kind = code === 'not_found' ? 'notFound' : code === 'forbidden' ? 'forbidden' : 'failed'
  return (
    <div className={styles.refused} role="status" data-testid={`call-${kind}`}>
      <h2>{t(`${kind}.title`)}</h2>
      <p>{kind === 'failed' ? t('failed.text', { reason: errorText(code) }) : t(`${kind}.text`)}</p>
    </div>
  )
}
