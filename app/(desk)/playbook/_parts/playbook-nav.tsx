'use client'

import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { useTranslations } from 'next-intl'
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
  return (
    <nav className={styles.nav} aria-label={t('nav')}>
      {PLACES.filter(({ key }) => key !== 'draft' || mayEdit).map(({ href, key }) => (
        <Link key={href} href={href} aria-current={path === href ? 'page' : undefined} data-testid={`playbook-${key}`}>
          {t(`places.${key}`)}
        </Link>
      ))}
    </nav>
  )
}
