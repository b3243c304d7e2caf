'use client'

import { Button, Group, Modal, NativeSelect, TextInput } from '@mantine/core'
import { useTranslations } from 'next-intl'
import { type FormEvent, useState } from 'react'
import { ERASURE_REASONS } from '#server/protocol/requests/privacy.ts'
import { useLive } from '../../../../_live/provider.tsx'
import { useErrorText } from '../../../../_ui/error-text.ts'
import styles from '../customers.module.css'

/** Searching a long log takes a while. */
const ERASE_MS = 600_000

type Props = { handle: string; masked: string; onErased: (calls: number) => void }

/** Takes the customer out of everything, after the number was typed once more. */
export const EraseCustomer = ({ handle, masked, onErased }: Props) => {
  const t = useTranslations('customers')
  const { client } = useLive()
  const errorText = useErrorText()
  const [isOpen, setOpen] = useState(false)
  const [isPending, setPending] = useState(false)
  const [refusal, setRefusal] = useState<string>()

  const erase = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    setPending(true)
    const body = {
      handle,
      number: String(form.get('number') ?? '').trim(),
      reason: form.get('reason') as (typeof ERASURE_REASONS)[number],
      text: String(form.get('text') ?? ''),
    }
    const answer = await client.request('customer:erase', body, ERASE_MS)
    setPending(false)
    if (!answer.ok) return setRefusal(t('failed', { reason: errorText(answer.code, answer.reason) }))
    setOpen(false)
    onErased((answer as unknown as { calls: number }).calls)
  }

  return (
    <>
      <Button
        color="red"
        variant="outline"
        onClick={() => {
          setRefusal(undefined)
          setOpen(true)
        }}
      >
        {t('erase')}
      </Button>
      <Modal
        opened={isOpen}
        onClose={() => setOpen(false)}
        title={`${t('eraseTitle')} ${masked}`}
        centered
        closeOnClickOutside={!isPending}
      >
        <form className={styles.eraseForm} onSubmit={erase}>
          <p className={styles.lead}>{t('eraseText')}</p>
          <TextInput name="number" type="tel" label={t('again')} required maxLength={40} autoComplete="off" />
          <NativeSelect
            name="reason"
            label={t('reason')}
            required
            data={ERASURE_REASONS.map((reason) => ({ value: reason, label: t(`reasons.${reason}`) }))}
          />
          <TextInput name="text" label={t('text')} placeholder={t('textHint')} maxLength={200} autoComplete="off" />
          {refusal && (
            <p className={styles.refused} role="alert">
              {refusal}
            </p>
          )}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={() => setOpen(false)} disabled={isPending}>
              {t('cancel')}
            </Button>
            <Button type="submit" color="red" loading={isPending}>
              {t('eraseNow')}
            </Button>
          </Group>
        </form>
      </Modal>
    </>
  )
}
