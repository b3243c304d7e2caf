'use client'

import Link from 'next/link'
import { useRouter } from 'next/navigation'
import { useTimeZone, useTranslations } from 'next-intl'
import { useState } from 'react'
import type { DisputeListed } from '#db/queries/list-disputes.ts'
import type { DisputeOutcome } from '#server/domain/words.ts'
import { callPath } from '../../../_call/call-path.ts'
import { DisputeActions } from '../../../_call/dispute-actions.tsx'
import { DisputeBadge } from '../../../_call/dispute-state.tsx'
import { formatMoment } from '../../../_ui/format.ts'
import { useViewer } from '../../_shell/viewer-context.ts'
import { CaseWhat } from '../_parts/case-what.tsx'
import styles from '../quality.module.css'

const Said = ({ what, by, at, reason }: { what: string; by: string; at: number; reason: string | null }) => {
  const t = useTranslations('disputes')
  const zone = useTimeZone() ?? 'UTC'
  return (
    <p className={styles.said}>
      <span className={styles.who}>
        {what} {by} <time>{formatMoment(at, zone)}</time>
      </span>
      {reason ?? <span className={styles.who}>{t('reasonHidden')}</span>}
    </p>
  )
}

/** One disputed verdict: what, who, why, and what came of it; who may decide does it here. */
export const DisputeRow = ({ row }: { row: DisputeListed }) => {
  const t = useTranslations('disputes')
  const viewer = useViewer()
  const router = useRouter()
  // The record follows the floor by a second or two; what was just decided is shown at once.
  const [decided, setDecided] = useState<DisputeOutcome>()
  const state = row.state === 'pending' ? (decided ?? row.state) : row.state
  const isMine = row.byId === viewer.id
  const mayDecide = viewer.permissions.includes('dispute.decide')
  return (
    <li className={styles.row} data-state={state} data-testid="dispute-row">
      <DisputeBadge state={state} />
      <CaseWhat {...row} />
      <div className={styles.reasons}>
        <Said what={t('disputedBy')} by={row.by} at={row.disputedAt} reason={row.reason} />
        {row.decidedBy !== null && row.decidedAt !== null && (
          <Said what={t('decidedBy')} by={row.decidedBy} at={row.decidedAt} reason={row.decision} />
        )}
        {state === 'pending' && mayDecide && isMine && <p className={styles.who}>{t('ownText')}</p>}
        {state === 'pending' && mayDecide && !isMine && (
          <DisputeActions
            feed={row.feedId}
            callId={row.callId}
            verdictKey={row.key}
            onDecided={(outcome) => {
              setDecided(outcome)
              router.refresh()
            }}
          />
        )}
      </div>
      <Link className={styles.call} href={callPath(row.feedId, row.callId)}>
        {t('openCall')}
      </Link>
    </li>
  )
}
