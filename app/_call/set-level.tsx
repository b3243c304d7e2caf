'use client'

import { NativeSelect, TextInput, UnstyledButton } from '@mantine/core'
import { IconPencil } from '@tabler/icons-react'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { COMPLAINT_LEVELS } from '#server/domain/words.ts'
import type { CallView } from '#server/protocol/call-view.ts'
import { useRequest } from '../_live/use-request.ts'
import { AskDialog } from '../_people/ask-dialog.tsx'
import styles from './call.module.css'

/** Puts a complaint's level right by hand, with a reason: it stands over all that was heard until then. */
export const SetLevel = ({ view }: { view: CallView }) => {
  const t = useTranslations('call.setLevel')
  const { send, isPending } = useRequest('call:set-level')
  const [isAsking, setAsking] = useState(false)

  const submit = async (fields: FormData) => {
    const level = COMPLAINT_LEVELS.find((one) => String(one) === fields.get('level'))
    if (level === undefined) return
    const said = { feed: view.feedId, callId: view.callId, level, reason: String(fields.get('reason')) }
    if (await send(said, t('saved', { level }))) setAsking(false)
  }

  return (
    <>
      <UnstyledButton className={styles.reveal} onClick={() => setAsking(true)} data-testid="set-level">
        <IconPencil size={14} aria-hidden="true" /> {t('open')}
      </UnstyledButton>
      <AskDialog
        opened={isAsking}
        onClose={() => setAsking(false)}
        title={t('title')}
        lead={t('lead')}
        submit={t('submit')}
        cancel={t('cancel')}
        isPending={isPending}
        onSubmit={(fields) => void submit(fields)}
      >
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
      </AskDialog>
    </>
  )
}
