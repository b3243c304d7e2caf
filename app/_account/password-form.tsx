'use client'

import { Button, PasswordInput } from '@mantine/core'
import { useTranslations } from 'next-intl'
import type { SubmitEvent } from 'react'
import { PASSWORD_LENGTH } from '#server/domain/password/password-faults.ts'
import styles from './password-form.module.css'
import { usePasswordChange } from './use-password-change.ts'

/** The current password and a new one, twice. `username` is for password managers only. */
export const PasswordForm = ({ username, onDone }: { username: string; onDone: () => void }) => {
  const t = useTranslations('staff.password')
  const { change, problem, isPending } = usePasswordChange(onDone)

  const submit = async (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = event.currentTarget
    const typed = new FormData(form)
    const read = (name: string) => String(typed.get(name) ?? '')
    if (await change(read('current'), read('next'), read('again'))) form.reset()
  }

  return (
    <form className={styles.form} method="post" onSubmit={(event) => void submit(event)}>
      <input type="text" name="username" autoComplete="username" defaultValue={username} hidden readOnly />
      <PasswordInput
        name="current"
        label={t('current')}
        autoComplete="current-password"
        required
        withAsterisk={false}
      />
      <PasswordInput
        name="next"
        label={t('next')}
        description={t('rule', { min: PASSWORD_LENGTH.min })}
        autoComplete="new-password"
        required
        withAsterisk={false}
      />
      <PasswordInput name="again" label={t('again')} autoComplete="new-password" required withAsterisk={false} />
      <p className={styles.problem} role="alert" data-testid="password-problem">
        {problem}
      </p>
      <Button type="submit" className={styles.submit} disabled={isPending}>
        {t(isPending ? 'pending' : 'submit')}
      </Button>
    </form>
  )
}
