'use client'

import { Button } from '@mantine/core'
import { IconAlertTriangle, IconPlugConnectedX } from '@tabler/icons-react'
import { useTimeZone, useTranslations } from 'next-intl'
import { useLiveState } from '../../_live/hooks.ts'
import { formatClock } from '../../_ui/format.ts'
import styles from '../shell.module.css'
import { goToSignIn } from './keep-session.ts'

/** Says across the room that what is on the screen is not now. */
export const Banner = () => {
  const t = useTranslations('banner')
  const zone = useTimeZone() ?? 'UTC'
  const connection = useLiveState((state) => state.connection)
  const times = useLiveState((state) => state.times)
  const streams = useLiveState((state) => state.streams)

  if (connection === 'outdated' || connection === 'refused') {
    const isRefused = connection === 'refused'
    const go = () => {
      if (isRefused) goToSignIn(window.location)
      else window.location.reload()
    }
    return (
      <div className={styles.banner} role="alert" data-testid={`banner-${connection}`}>
        <IconAlertTriangle size={18} aria-hidden="true" />
        <span>{t(connection)}</span>
        <Button size="compact-sm" variant="default" onClick={go}>
          {t(isRefused ? 'signIn' : 'reload')}
        </Button>
      </div>
    )
  }
  if (connection === 'lost') {
    return (
      <div className={styles.banner} role="alert" data-testid="banner-lost">
        <IconPlugConnectedX size={18} aria-hidden="true" />
        <span>{t('lost')}</span>
      </div>
    )
  }
  const troubled = Object.values(streams).filter(({ feed }) => {
    const health = times[feed]?.health
    return health === 'stale' || health === 'resyncing'
  })
  return troubled.map(({ feed, row, heardAt }) => {
    const health = times[feed]?.health === 'resyncing' ? 'resyncing' : 'stale'
    const at = formatClock(times[feed]?.frozenAt ?? heardAt, zone)
    return (
      <div key={feed} className={styles.banner} data-kind={health} role="alert" data-testid={`banner-${health}`}>
        <IconAlertTriangle size={18} aria-hidden="true" />
        <span>{t(health, { feed: row?.name ?? feed, at })}</span>
      </div>
    )
  })
}
