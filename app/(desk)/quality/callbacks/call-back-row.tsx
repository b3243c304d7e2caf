'use client'

import Link from 'next/link'
import { useRouter } from 'next/navigation'
import { useTimeZone, useTranslations } from 'next-intl'
import { useState } from 'react'
import type { CallBackListed } from '#db/queries/list-call-backs.ts'
import type { CallBackOutcome } from '#server/domain/words.ts'
import { CallBackBadge } from '../../../_call/call-back-state.tsx'
import { callPath } from '../../../_call/call-path.ts'
import { CallBackActions } from '../../../_call/verdict-call-back.tsx'
import { formatMoment } from '../../../_ui/format.ts'
import { CaseWhat } from '../_parts/case-what.tsx'
import styles from '../quality.module.css'

/** One call back: to whom, for what, by when, and what became of it; closed right here. */
export const CallBackRow = ({ row, now }: { row: CallBackListed; now: number }) => {
  const t = useTranslations('callBacks')
  const tQuality = useTranslations('disputes')
  const tCall = useTranslations('call')
  const zone = useTimeZone() ?? 'UTC'
  const router = useRouter()
  // The record follows the floor by a second or two; what was just closed is shown at once.
  const [closed, setClosed] = useState<CallBackOutcome>()
  const state = row.state === 'open' ? (closed ?? row.state) : row.state
  const isLate = state === 'open' && row.callBy < now
  return (
    <li className={styles.row} data-state={state} data-testid="call-back-row">
      <CallBackBadge state={state} isLate={isLate} />
      <CaseWhat {...row} />
      <div className={styles.reasons}>
        <p className={styles.said}>
          <b>{row.caller ?? tCall('noCaller')}</b>
          {row.others > 0 && <span className={styles.others}>{t('others', { count: row.others })}</span>}
        </p>
        {state === 'open' && (
          <p className={styles.due} data-late={isLate || undefined}>
            {t('callBy', { at: formatMoment(row.callBy, zone) })}
          </p>
        )}
        {state === 'withdrawn' && row.withdrawn && <p className={styles.who}>{t(`withdrawn.${row.withdrawn}`)}</p>}
        {row.closedBy !== null && row.closedAt !== null && (
          <p className={styles.said}>
            <span className={styles.who}>
              {row.closedBy} <time>{formatMoment(row.closedAt, zone)}</time>
            </span>
            {row.note}
          </p>
        )}
        {state === 'open' && (
          <CallBackActions
            feed={row.feedId}
            callId={row.callId}
            verdictKey={row.key}
            onClosed={(as) => {
              setClosed(as)
              router.refresh()
            }}
          />
        )}
      </div>
      <Link className={styles.call} href={callPath(row.feedId, row.callId)}>
        {tQuality('openCall')}
      </Link>
    </li>
  )
}
