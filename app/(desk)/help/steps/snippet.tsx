'use client'

import { Button, CopyButton } from '@mantine/core'
import { useTranslations } from 'next-intl'
import styles from './steps.module.css'

export const Snippet = ({ code, caption }: { code: string; caption?: string }) => {
  const t = useTranslations('help')
  return (
    <figure className={styles.snippet}>
      <figcaption>
        <span>{caption}</span>
        <CopyButton value={code}>
          {({ copied, copy }) => (
            <Button size="compact-xs" variant="default" onClick={copy}>
              {copied ? t('copied') : t('copy')}
            </Button>
          )}
        </CopyButton>
      </figcaption>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: code that scrolls must be reachable by keyboard. */}
      <pre tabIndex={0}>
        <code>{code}</code>
      </pre>
    </figure>
  )
}
