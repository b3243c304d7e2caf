'use client'

import { Button, Group, Modal, NativeSelect, TextInput, UnstyledButton } from '@mantine/core'
import { IconPencil } from '@tabler/icons-react'
import { useTranslations } from 'next-intl'
import { type FormEvent, useState } from 'react'
import { COMPLAINT_LEVELS } from '#server/domain/words.ts'
import type { CallView } from '#server/protocol/call-view.ts'
import { useRequest } from '../_live/use-request.ts'
import styles from './call.module.css'

/** Puts a complaint's level right by hand, with a reason: it stands over all that was heard until then. */
export const SetLevel = ({ view }: { view: CallView }) => {
  const t = useTranslations('call.setLevel')
  const { send, isPending } = useRequest('call:set-level')
  const [isAsking, setAsking] = useState(false)

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const level = COMPLAINT_LEVELS.find((one) => String(one) === form.get('level'))
    if (level === undefined) return
    const said = { feed: view.feedId, callId: view.callId, level, reason: String(form.get('reason')) }
    if (await send(said, t('saved', { level }))) setAsking(false)
  }

  return (
    <>
      <UnstyledButton className={styles.reveal} onClick={() => setAsking(true)} data-testid="set-level">
        <IconPencil size={14} aria-hidden="true" /> {t('open')}
      </UnstyledButton>
      <Modal opened={isAsking} onClose={() => setAsking(false)} title={t('title')} centered>
        <form onSubmit={submit} className={styles.revealForm}>
          <p className={styles.revealLead}>{t('lead')}</p>
          <NativeSelect
            name="level"
            label={t('level')}
            required
            defaultValue={String(view.level)}
            data={COMPLAINT_LEVELS.map((level) => ({ value: String(level), label: t(`levels.${level}`) }))}
          />
          <TextInput
            name="reason"
            label={t('reason')}
            placeholder={t('reasonHint')}
            required
            pattern=".*\S.*"
            maxLength={200}
            autoComplete="off"
          />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={() => setAsking(false)}>
              {t('cancel')}
            </Button>
            <Button type="submit" loading={isPending}>
              {t('submit')}
            </Button>
          </Group>
        </form>
      </Modal>
    </>
  )
}
