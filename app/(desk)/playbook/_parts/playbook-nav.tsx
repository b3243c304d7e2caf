'use client'

import { usePathname } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { PlaceNav } from '../../_shell/place-nav.tsx'
import { useViewer } from '../../_shell/viewer-context.ts'
import styles from '../playbook.module.css'

const PLACES = [
  { href: '/playbook', key: 'read' },
  { href: '/playbook/draft', key: 'draft' },
  { href: '/playbook/versions', key: 'versions' },
] as const

/** To read, to change, and how it came to be so. */
export const PlaybookNav = () => {
  const t = useTranslations('playbook')
  const path = usePathname()
  const mayEdit = useViewer().permissions.includes('playbook.edit')
  const places = PLACES.filter(({ key }) => key !== 'draft' || mayEdit)
  return (
    <PlaceNav
      label={t('nav')}
      className={styles.nav}
      places={places.map(({ href, key }) => ({
        href,
        label: t(`places.${key}`),
        isHere: path === href,
        testId: `playbook-${key}`,
      }))}
    />
  )
}
