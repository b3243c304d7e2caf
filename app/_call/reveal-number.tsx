'use client'

import { NativeSelect, TextInput, UnstyledButton } from '@mantine/core'
import { IconEye, IconEyeOff } from '@tabler/icons-react'
import { useTranslations } from 'next-intl'
import type { CallView } from '#server/protocol/call-view.ts'
import { REVEAL_REASONS } from '#server/protocol/requests/privacy.ts'
import { useLive } from '../_live/provider.tsx'
import { AskDialog } from '../_people/ask-dialog.tsx'
import { useErrorText } from '../_ui/error-text.ts'
import styles from './call.module.css'
import { useBriefly } from './use-briefly.ts'

const SHOWN_MS = 30_000

type Reason = (typeof REVEAL_REASONS)[number]

/**
 * The customer's number beside its masked form: asked for with a reason, shown for half a minute, and kept nowhere but in
 * this component.
 */
export const RevealNumber = ({ view }: { view: CallView }) => {
  const t = useTranslations('reveal')
  const { client } = useLive()
  const errorText = useErrorText()
  const { value: number, left, show, hide } = useBriefly<string>(SHOWN_MS)

  const reveal = async (fields: FormData) => {
    const answer = await client.request('call:reveal-number', {
      feed: view.feedId,
      callId: view.callId,
      reason: fields.get('reason') as Reason,
      text: String(fields.get('text') ?? ''),
    })
    if (!answer.ok) return t('failed', { reason: errorText(answer.code, answer.reason) })
    show((answer as unknown as { number: string }).number)
    return true
  }

  if (number !== undefined)
    return (
      <span className={styles.revealed} data-testid="revealed-number">
        <strong>{number}</strong>
        <span className={styles.revealLeft}>{t('left', { seconds: left })}</span>
        <UnstyledButton className={styles.link} onClick={hide} aria-label={t('hide')}>
          <IconEyeOff size={15} aria-hidden="true" />
        </UnstyledButton>
      </span>
    )
  return (
    <AskDialog
      title={t('title')}
      lead={t('lead')}
      submit={t('submit')}
      cancel={t('cancel')}
      trigger={(open) => (
        <UnstyledButton className={styles.reveal} onClick={open} data-testid="reveal-number">
          <IconEye size={14} aria-hidden="true" /> {t('open')}
        </UnstyledButton>
      )}
      onSubmit={reveal}
    >
      <NativeSelect
        name="reason"
        label={t('reason')}
        required
        data={REVEAL_REASONS.map((reason) => ({ value: reason, label: t(`reasons.${reason}`) }))}
      />
      <TextInput name="text" label={t('text')} placeholder={t('textHint')} maxLength={200} autoComplete="off" />
    </AskDialog>
  )
}
