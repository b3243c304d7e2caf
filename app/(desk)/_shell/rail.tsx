'use client'

import { IconLayoutRows, IconListCheck, IconRoute, IconSettings } from '@tabler/icons-react'
import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { useTranslations } from 'next-intl'
import styles from './rail.module.css'

const PLACES = [
  { href: '/floor', key: 'floor', Icon: IconLayoutRows },
  { href: '/playbook', key: 'playbook', Icon: IconListCheck },
  { href: '/help/steps', key: 'steps', Icon: IconRoute },
  { href: '/settings', key: 'settings', Icon: IconSettings },
] as const

export const Rail = () => {
  const t = useTranslations('nav')
  const tApp = useTranslations('app')
  const path = usePathname()
  return (
    <nav className={styles.rail} aria-label={t('label')}>
      <Link href="/floor" className={styles.brand} aria-label={tApp('title')}>
        <span aria-hidden="true">{tApp('mark')}</span>
      </Link>
      {PLACES.map(({ href, key, Icon }) => (
        <Link key={href} href={href} className={styles.place} aria-current={path.startsWith(href) ? 'page' : undefined}>
          <Icon size={18} stroke={1.7} aria-hidden="true" />
          <span>{t(key)}</span>
        </Link>
      ))}
    </nav>
  )
}
