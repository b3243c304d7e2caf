'use client'

import { IconGavel, IconLayoutRows, IconListCheck, IconRoute, IconSettings } from '@tabler/icons-react'
import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { useTranslations } from 'next-intl'
import styles from './rail.module.css'
import { useViewer } from './viewer-context.ts'

const PLACES = [
  { href: '/floor', key: 'floor', Icon: IconLayoutRows, permission: null },
  { href: '/quality', key: 'quality', Icon: IconGavel, permission: 'verdict.dispute' },
  { href: '/playbook', key: 'playbook', Icon: IconListCheck, permission: null },
  { href: '/help/steps', key: 'steps', Icon: IconRoute, permission: null },
  { href: '/settings', key: 'settings', Icon: IconSettings, permission: null },
] as const

export const Rail = () => {
  const t = useTranslations('nav')
  const tApp = useTranslations('app')
  const path = usePathname()
  const { permissions } = useViewer()
  const places = PLACES.filter(({ permission }) => permission === null || permissions.includes(permission))
  return (
    <nav className={styles.rail} aria-label={t('label')}>
      <Link href="/floor" className={styles.brand} aria-label={tApp('title')}>
        <span aria-hidden="true">{tApp('mark')}</span>
      </Link>
      {places.map(({ href, key, Icon }) => (
        <Link key={href} href={href} className={styles.place} aria-current={path.startsWith(href) ? 'page' : undefined}>
          <Icon size={18} stroke={1.7} aria-hidden="true" />
          <span>{t(key)}</span>
        </Link>
      ))}
    </nav>
  )
}
