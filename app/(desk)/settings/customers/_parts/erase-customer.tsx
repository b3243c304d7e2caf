'use client'

import { Button, NativeSelect, TextInput } from '@mantine/core'
import { useTranslations } from 'next-intl'
import { ERASURE_REASONS } from '#server/protocol/requests/privacy.ts'
import { useLive } from '../../../../_live/provider.tsx'
import { AskDialog } from '../../../../_people/ask-dialog.tsx'
import { useErrorText } from '../../../../_ui/error-text.ts'

/** Searching a long log takes a while. */
const ERASE_MS = 600_000

type Props = { handle: string; masked: string; onErased: (calls: number) => void }

/** Takes the customer out of everything, after the number was typed once more. */
export const EraseCustomer = ({ handle, masked, onErased }: Props) => {
  const t = useTranslations('customers')
  const { client } = useLive()
  const errorText = useErrorText()

  const erase = async (fields: FormData) => {
    const body = {
      handle,
      number: String(fields.get('number') ?? '').trim(),
      reason: fields.get('reason') as (typeof ERASURE_REASONS)[number],
      text: String(fields.get('text') ?? ''),
    }
    const answer = await client.request('customer:erase', body, ERASE_MS)
    if (!answer.ok) return t('failed', { reason: errorText(answer.code, answer.reason) })
    onErased((answer as unknown as { calls: number }).calls)
    return true
  }

  return (
    <AskDialog
      title={`${t('eraseTitle')} ${masked}`}
      lead={t('eraseText')}
      submit={t('eraseNow')}
      cancel={t('cancel')}
      trigger={(open) => (
        <Button color="red" variant="outline" onClick={open}>
          {t('erase')}
        </Button>
      )}
      isGrave
      onSubmit={erase}
    >
      <TextInput name="number" type="tel" label={t('again')} required maxLength={40} autoComplete="off" />
      <NativeSelect
        name="reason"
        label={t('reason')}
        required
        data={ERASURE_REASONS.map((reason) => ({ value: reason, label: t(`reasons.${reason}`) }))}
      />
      <TextInput name="text" label={t('text')} placeholder={t('textHint')} maxLength={200} autoComplete="off" />
    </AskDialog>
  )
}
