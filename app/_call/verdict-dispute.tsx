'use client'

import { UnstyledButton } from '@mantine/core'
import { useTimeZone, useTranslations } from 'next-intl'
import { useContext, useState } from 'react'
import type { CallView } from '#server/protocol/call-view.ts'
import { formatMoment } from '../_ui/format.ts'
import { ViewerContext } from '../(desk)/_shell/viewer-context.ts'
import { DisputeActions } from './dispute-actions.tsx'
import { DisputeBadge } from './dispute-state.tsx'
import styles from './disputes.module.css'
import { RulingForm } from './ruling-form.tsx'

export type CallDispute = NonNullable<CallView['disputes']>[number]

export const findDispute = (view: Pick<CallView, 'disputes'>, key: string): CallDispute | undefined =>
  view.disputes?.find((dispute) => dispute.key === key)

/** Who said what, and when. */
const Said = ({ what, by, at, reason }: { what: string; by: string; at: number; reason?: string }) => {
  const zone = useTimeZone() ?? 'UTC'
  const t = useTranslations('disputes')
  return (
    <p className={styles.said}>
      <span className={styles.who}>
        {what} {by} <time>{formatMoment(at, zone)}</time>
      </span>
      <q>{reason ?? t('reasonHidden')}</q>
    </p>
  )
}

const Dispute = ({ view, dispute }: { view: CallView; dispute: CallDispute }) => {
  const t = useTranslations('disputes')
  const viewer = useContext(ViewerContext)
  const { state, decided } = dispute
  const isMine = dispute.byId === viewer?.id
  const mayDecide = viewer?.permissions.includes('dispute.decide')
  return (
    <div className={styles.dispute} data-state={state} data-testid="dispute">
      <DisputeBadge state={state} />
      <Said what={t('disputedBy')} by={dispute.by} at={dispute.at} reason={dispute.reason} />
      {decided && <Said what={t('decidedBy')} by={decided.by} at={decided.at} reason={decided.reason} />}
      {state === 'moot' && <p className={styles.note}>{t('mootText')}</p>}
      {state === 'pending' && mayDecide && isMine && <p className={styles.note}>{t('ownText')}</p>}
      {state === 'pending' && mayDecide && !isMine && (
        <DisputeActions feed={view.feedId} callId={view.callId} verdictKey={dispute.key} />
      )}
    </div>
  )
}

/** Under a verdict: what became of its dispute, or the quiet way to dispute it. */
export const VerdictDispute = ({ view, verdictKey }: { view: CallView; verdictKey: string }) => {
  const t = useTranslations('disputes')
  const mayDispute = useContext(ViewerContext)?.permissions.includes('verdict.dispute')
  const [isWriting, setWriting] = useState(false)
  const dispute = findDispute(view, verdictKey)
  if (dispute) return <Dispute view={view} dispute={dispute} />
  if (!mayDispute) return null
  if (!isWriting)
    return (
      <UnstyledButton className={styles.open} onClick={() => setWriting(true)} data-testid="dispute-open">
        {t('open')}
      </UnstyledButton>
    )
  return (
    <RulingForm
      label={t('why.disputed')}
      hint={t('whyHint.disputed')}
      submit={t('submit')}
      send={(client, reason) =>
        client.request('verdict:dispute', { feed: view.feedId, callId: view.callId, key: verdictKey, reason })
      }
      onDone={() => setWriting(false)}
    />
  )
}
