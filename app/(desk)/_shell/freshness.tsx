'use client'

import { Popover, UnstyledButton } from '@mantine/core'
import { useTranslations } from 'next-intl'
import { useEffect, useState } from 'react'
import { useFeedRows, useLiveState } from '../../_live/hooks.ts'
import { useLive } from '../../_live/provider.tsx'
import { hasNoFeed } from '../../_live/store.ts'
import styles from './freshness.module.css'
import { type Freshness as Item, listFreshness, worstHealth } from './freshness-list.ts'

/** Most badges side by side; more fold into one that opens a list. */
const MAX_BADGES = 4

const useAge = () => {
  const t = useTranslations('fresh')
  return (item: Item, now: number | undefined) => {
    if (item.lastAt === undefined || now === undefined) return undefined
    const seconds = Math.max(0, (now - item.lastAt) / 1000)
    if (seconds < 10) return t('ago', { seconds: seconds.toFixed(1) })
    if (seconds < 120) return t('ago', { seconds: Math.floor(seconds) })
    return t('agoMinutes', { minutes: Math.floor(seconds / 60) })
  }
}

const useName = () => {
  const t = useTranslations('origin')
  return (item: Item) => {
    if (item.origin === 'owner') return item.name
    return item.origin === 'asr' || item.origin === 'crm' || item.origin === 'desktop' ? t(item.origin) : item.name
  }
}

const Badge = ({ item, now }: { item: Item; now: number | undefined }) => {
  const t = useTranslations('health')
  const nameOf = useName()
  const age = useAge()(item, now)
  const text = item.health === 'live' ? age : [t(item.health), age].filter(Boolean).join(' · ')
  return (
    <span
      className={styles.badge}
      data-health={item.health}
      data-testid={`freshness-${item.origin === 'owner' ? item.feed : `${item.feed}-${item.origin}`}`}
    >
      <i className={styles.dot} aria-hidden="true" />
      <span className={styles.name}>{nameOf(item)}</span>
      <span className={styles.age}>{text}</span>
    </span>
  )
}

/** When each feed and each of its evidence sources last spoke. Renders once a second; it is a handful of words. */
export const Freshness = () => {
  const t = useTranslations('fresh')
  const { clock } = useLive()
  const rows = useFeedRows()
  const connection = useLiveState((state) => state.connection)
  const isWithoutFeeds = useLiveState(hasNoFeed)
  const [, setBeat] = useState(0)
  useEffect(() => clock.onBeat(() => setBeat((beat) => beat + 1)), [clock])
  const now = clock.now()
  const items = listFreshness(rows, connection === 'live', now)
  const unmatched = rows.reduce((sum, row) => sum + (row.unmatched ?? 0), 0)
  if (items.length === 0) return <span className={styles.none}>{t(isWithoutFeeds ? 'none' : 'connecting')}</span>
  const badges = items.map((item) => <Badge key={item.key} item={item} now={now} />)
  return (
    <div className={styles.bar} role="group" aria-label={t('title')}>
      {items.length <= MAX_BADGES && <div className={styles.inline}>{badges}</div>}
      <Popover position="bottom-end" shadow="md" withinPortal>
        <Popover.Target>
          <UnstyledButton
            className={styles.fold}
            data-many={items.length > MAX_BADGES || undefined}
            data-health={worstHealth(items)}
          >
            <i className={styles.dot} aria-hidden="true" />
            <span className={styles.foldText}>{t('summary', { count: items.length })}</span>
            <span className={styles.foldCount} aria-hidden="true">
              {items.length}
            </span>
          </UnstyledButton>
        </Popover.Target>
        <Popover.Dropdown>
          <div className={styles.list}>{badges}</div>
        </Popover.Dropdown>
      </Popover>
      {unmatched > 0 && <span className={styles.unmatched}>{t('unmatched', { count: unmatched })}</span>}
    </div>
  )
}
