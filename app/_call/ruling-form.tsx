'use client'

import { Button, Group, Textarea } from '@mantine/core'
import { useTranslations } from 'next-intl'
import { type FormEvent, useState } from 'react'
import type { Answer } from '#server/protocol/live.ts'
import { useLive } from '../_live/provider.tsx'
import { useErrorText } from '../_ui/error-text.ts'
import styles from './disputes.module.css'

type Props = {
  label: string
  hint?: string
  submit: string
  isRequired?: boolean
  /** What is sent; the words are trimmed. */
  send: (client: ReturnType<typeof useLive>['client'], text: string) => Promise<Answer<object>>
  onDone: (isSent: boolean) => void
}

/** A few words and what they are for, right where they belong; a refusal stands below them. */
export const RulingForm = ({ label, hint, submit, isRequired = true, send, onDone }: Props) => {
  const t = useTranslations('disputes')
  const { client } = useLive()
  const errorText = useErrorText()
  const [isPending, setPending] = useState(false)
  const [refusal, setRefusal] = useState<string>()

  const act = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const text = String(new FormData(event.currentTarget).get('text') ?? '').trim()
    setPending(true)
    const answer = await send(client, text)
    setPending(false)
    if (!answer.ok) return setRefusal(errorText(answer.code, answer.reason))
    onDone(true)
  }

  return (
    <form className={styles.form} onSubmit={act}>
      <Textarea
        name="text"
        label={label}
        placeholder={hint}
        required={isRequired}
        minLength={isRequired ? 2 : undefined}
        maxLength={500}
        autosize
        minRows={2}
        autoFocus
      />
      {refusal && (
        <p className={styles.refused} role="alert">
          {refusal}
        </p>
      )}
      <Group gap="xs" justify="flex-end">
        <Button size="compact-sm" variant="default" onClick={() => onDone(false)}>
          {t('cancel')}
        </Button>
        <Button size="compact-sm" type="submit" loading={isPending}>
          {submit}
        </Button>
      </Group>
    </form>
  )
}
