'use client'

import { usePathname } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { PlaceNav } from '../../_shell/place-nav.tsx'
import { useViewer } from '../../_shell/viewer-context.ts'
import { placesFor } from './places.ts'
import styles from './settings.module.css'

export const SettingsNav = () => {
  const t = useTranslations('settings')
  const path = usePathname()
  const places = placesFor(useViewer().permissions)
  return (
    <PlaceNav
      label={t('nav')}
      className={styles.nav}
      places={places.map(({ href, key }) => ({ href, label: t(`places.${key}`), isHere: path.startsWith(href) }))}
    />
  )
}
