'use client'

import { useTimeZone } from 'next-intl'
import { useEffect, useRef } from 'react'
import { useLive } from '../../_live/provider.tsx'
import { formatClock } from '../../_ui/format.ts'
import styles from '../shell.module.css'

/** Server time in the site's zone. */
export const ServerClock = () => {
  const ref = useRef<HTMLTimeElement>(null)
  const zone = useTimeZone() ?? 'UTC'
  const { clock } = useLive()
  useEffect(() => {
    const paint = () => {
      const now = clock.now()
      if (ref.current && now !== undefined) ref.current.textContent = formatClock(now, zone)
    }
    paint()
    return clock.onBeat(paint)
  }, [clock, zone])
  return <time ref={ref} className={styles.clock} data-testid="server-clock" title={zone} />
}
