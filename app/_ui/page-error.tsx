'use client'

import { Button } from '@mantine/core'
import { useTranslations } from 'next-intl'
import { PageNote } from './page-note.tsx'

type Props = { error: Error & { digest?: string }; reset: () => void }

/** What a page shows when it could not be drawn. */
export const PageError = ({ error, reset }: Props) => {
  const t = useTranslations('pages')
  const code = error.digest && t('errorCode', { digest: error.digest })
  return (
    <PageNote title={t('errorTitle')} text={[t('errorText'), code].filter(Boolean).join(' ')}>
      <Button onClick={reset}>{t('retry')}</Button>
    </PageNote>
  )
}
