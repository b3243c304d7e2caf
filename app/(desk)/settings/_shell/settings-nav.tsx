'use client'

import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useViewer } from '../../_shell/viewer-context.ts'
import { placesFor } from './places.ts'
import styles from './settings.module.css'

export const SettingsNav = () => {
  const t = useTranslations('settings')
  const path = usePathname()
  return (
    <nav className={styles.nav} aria-label={t('nav')}>
      {placesFor(useViewer().permissions).map(({ href, key }) => (
        <Link key={href} href={href} aria-current={path.startsWith(href) ? 'page' : undefined}>
          {t(`places.${key}`)}
        </Link>
      ))}
    </nav>
  )
}
