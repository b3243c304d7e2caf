'use client'

import { NativeSelect, TextInput, UnstyledButton } from '@mantine/core'
import { IconPencil } from '@tabler/icons-react'
import { useTranslations } from 'next-intl'
import { COMPLAINT_LEVELS } from '#server/domain/words.ts'
import type { CallView } from '#server/protocol/call-view.ts'
import { useRequest } from '../_live/use-request.ts'
import { AskDialog } from '../_people/ask-dialog.tsx'
import styles from './call.module.css'

/** Puts a complaint's level right by hand, with a reason: it stands over all that was heard until then. */
export const SetLevel = ({ view }: { view: CallView }) => {
  const t = useTranslations('call.setLevel')
  const { send } = useRequest('call:set-level')

  const submit = async (fields: FormData) => {
    const level = COMPLAINT_LEVELS.find((one) => String(one) === fields.get('level'))
    if (level === undefined) return false
    const said = { feed: view.feedId, callId: view.callId, level, reason: String(fields.get('reason')) }
    return (await send(said, t('saved', { level }))) !== null
  }

  return (
    <AskDialog
      title={t('title')}
      lead={t('lead')}
      submit={t('submit')}
      cancel={t('cancel')}
      trigger={(open) => (
        <UnstyledButton className={styles.reveal} onClick={open} data-testid="set-level">
          <IconPencil size={14} aria-hidden="true" /> {t('open')}
        </UnstyledButton>
      )}
      onSubmit={submit}
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
  )
}
