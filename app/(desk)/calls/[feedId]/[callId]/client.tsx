'use client'

import Link from 'next/link'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import styles from '../../../../_call/call.module.css'
import { callPath } from '../../../../_call/call-path.ts'
import { CallSubject } from '../../../../_call/call-subject.tsx'
import { HeaderSlot } from '../../../_shell/header-slot.tsx'

export const CallPage = ({ feed, callId }: { feed: string; callId: string }) => {
  const t = useTranslations('call')
  const router = useRouter()
  return (
    <section
      className={styles.page}
      aria-label={t('title')}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a page that scrolls must be reachable by keyboard.
      tabIndex={0}
    >
      <HeaderSlot>
        <h1 className={styles.name}>{t('title')}</h1>
        <Link href="/floor" className={styles.back}>
          {t('backToFloor')}
        </Link>
      </HeaderSlot>
      <CallSubject feed={feed} callId={callId} onOpen={(f, c) => router.push(callPath(f, c))} />
    </section>
  )
}
