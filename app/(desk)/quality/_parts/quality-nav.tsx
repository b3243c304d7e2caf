'use client'

import { usePathname } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { PlaceNav } from '../../_shell/place-nav.tsx'
import styles from '../quality.module.css'

const PLACES = [
  { href: '/quality/disputes', key: 'disputes' },
  { href: '/quality/callbacks', key: 'callbacks' },
] as const

/** What people do about verdicts. */
export const QualityNav = () => {
  const t = useTranslations('disputes')
  const path = usePathname()
  return (
    <PlaceNav
      label={t('nav')}
      className={styles.nav}
      places={PLACES.map(({ href, key }) => ({
        href,
        label: t(`places.${key}`),
        isHere: path === href,
        testId: `quality-${key}`,
      }))}
    />
  )
}
