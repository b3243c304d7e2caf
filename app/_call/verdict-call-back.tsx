'use client'

import { Button, Group } from '@mantine/core'
import { useTimeZone, useTranslations } from 'next-intl'
import { useContext, useState } from 'react'
import type { CallBackOutcome } from '#server/domain/words.ts'
import type { CallView } from '#server/protocol/call-view.ts'
import { formatMoment } from '../_ui/format.ts'
import { ViewerContext } from '../(desk)/_shell/viewer-context.ts'
import { CallBackBadge } from './call-back-state.tsx'
import styles from './disputes.module.css'
import { RulingForm } from './ruling-form.tsx'

type ActionProps = { feed: string; callId: string; verdictKey: string; onClosed?: (as: CallBackOutcome) => void }

/** The customer was called back, or no longer needs to be. */
export const CallBackActions = ({ feed, callId, verdictKey, onClosed }: ActionProps) => {
  const t = useTranslations('callBacks')
  const [as, setAs] = useState<CallBackOutcome>()
  if (as === undefined)
    return (
      <Group gap={6} className={styles.buttons}>
        <Button size="compact-sm" variant="default" onClick={() => setAs('done')} data-testid="callback-done">
          {t('markDone')}
        </Button>
        <Button size="compact-sm" variant="subtle" onClick={() => setAs('dropped')} data-testid="callback-drop">
          {t('markDropped')}
        </Button>
      </Group>
    )
  return (
    <RulingForm
      label={t(`note.${as}`)}
      hint={t(`noteHint.${as}`)}
      submit={t(as === 'done' ? 'markDone' : 'markDropped')}
      isRequired={as === 'dropped'}
      send={(client, note) => client.request('callback:close', { feed, callId, key: verdictKey, as, note })}
      onDone={(isSent) => {
        setAs(undefined)
        if (isSent) onClosed?.(as)
      }}
    />
  )
}

/** Under a verdict that asks for a call back: by when, and what became of it. */
export const VerdictCallBack = ({ view, verdictKey }: { view: CallView; verdictKey: string }) => {
  const t = useTranslations('callBacks')
  const zone = useTimeZone() ?? 'UTC'
  const mayClose = useContext(ViewerContext)?.permissions.includes('callback.close')
  const callBack = view.callBacks?.find(({ key }) => key === verdictKey)
  if (!callBack) return null
  const { state, closed, withdrawn, callBy } = callBack
  return (
    <div className={styles.dispute} data-state={state} data-testid="call-back">
      <CallBackBadge state={state} />
      {state === 'open' && <p className={styles.said}>{t('callBy', { at: formatMoment(callBy, zone) })}</p>}
      {state === 'withdrawn' && withdrawn && <p className={styles.note}>{t(`withdrawn.${withdrawn}`)}</p>}
      {closed && (
        <p className={styles.said}>
          <span className={styles.who}>
            {closed.by} <time>{formatMoment(closed.at, zone)}</time>
          </span>
          {closed.note}
        </p>
      )}
      {state === 'open' && mayClose && (
        <CallBackActions feed={view.feedId} callId={view.callId} verdictKey={verdictKey} />
      )}
    </div>
  )
}
