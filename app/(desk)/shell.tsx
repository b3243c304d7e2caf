'use client'

import { useTranslations } from 'next-intl'
import { type ReactNode, useEffect } from 'react'
import { browserTime } from '../_live/page-clock.ts'
import { useIsOpen } from '../_live/provider.tsx'
import type { ViewerCard } from '../_server/require-viewer.ts'
import { TextProvider } from '../_ui/text.tsx'
import { authClient } from '../sign-in/auth-client.ts'
import { Banner } from './_shell/banner.tsx'
import { DemoMark } from './_shell/demo-mark.tsx'
import { Freshness } from './_shell/freshness.tsx'
import { goToSignIn, keepSession } from './_shell/keep-session.ts'
import { Rail } from './_shell/rail.tsx'
import { ServerClock } from './_shell/server-clock.tsx'
import { UserMenu } from './_shell/user-menu.tsx'
import { ViewerContext } from './_shell/viewer-context.ts'
import styles from './shell.module.css'

/** What every page of the desk stands in: where am I, is it fresh, what time is it, who am I. */
export const Shell = ({ viewer, children }: { viewer: ViewerCard; children: ReactNode }) => {
  const t = useTranslations('nav')
  const isOpen = useIsOpen()
  useEffect(
    () =>
      keepSession(
        () => authClient.getSession(),
        browserTime.after,
        () => goToSignIn(window.location),
      ),
    [],
  )
  return (
    <ViewerContext value={viewer}>
      <TextProvider>
        <div className={styles.shell} inert={!isOpen} aria-busy={!isOpen}>
          <a href="#main" className={styles.skip}>
            {t('skip')}
          </a>
          <Rail />
          <header className={styles.header}>
            <div id="header-slot" className={styles.slot} />
            <div className={styles.right}>
              <DemoMark />
              <Freshness />
              <ServerClock />
              <UserMenu viewer={viewer} />
            </div>
          </header>
          <div className={styles.body}>
            <Banner />
            <main id="main" className={styles.main} tabIndex={-1}>
              {children}
            </main>
          </div>
        </div>
      </TextProvider>
    </ViewerContext>
  )
}
