'use client'

import { CloseButton } from '@mantine/core'
import { IconExternalLink } from '@tabler/icons-react'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { type ReactNode, useEffect, useRef } from 'react'
import styles from './call.module.css'
import { callPath } from './call-path.ts'
import { CallSubject } from './call-subject.tsx'

type Props = {
  feed: string
  callId: string
  onClose: () => void
  onOpen: (feed: string, callId: string) => void
  /** Stands beside the title. */
  tools?: ReactNode
}

/** A call beside the floor; the floor stays as it is. */
export const CallPanel = ({ feed, callId, onClose, onOpen, tools }: Props) => {
  const t = useTranslations('call')
  const ref = useRef<HTMLElement>(null)
  useEffect(() => ref.current?.focus({ preventScroll: true }), [])
  return (
    <section ref={ref} className={styles.panel} aria-label={t('panel')} tabIndex={-1} data-testid="call-panel">
      <div className={styles.panelBar}>
        {tools}
        <Link href={callPath(feed, callId)} className={styles.pageLink}>
          <IconExternalLink size={15} aria-hidden="true" />
          {t('openPage')}
        </Link>
        <CloseButton aria-label={t('close')} onClick={onClose} data-testid="close-call" />
      </div>
      <div
        className={styles.panelScroll}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard.
        tabIndex={0}
      >
        <CallSubject feed={feed} callId={callId} onOpen={onOpen} />
      </div>
    </section>
  )
}
