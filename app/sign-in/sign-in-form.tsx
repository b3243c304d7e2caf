'use client'

import { Button, PasswordInput, TextInput } from '@mantine/core'
import { useTranslations } from 'next-intl'
import { type SubmitEvent, useState } from 'react'
import { authClient } from './auth-client.ts'
import styles from './sign-in.module.css'
import { type LockAnswer, useLockText } from './use-lock-text.ts'

type Failure = LockAnswer & { status: number }

const problemOf = ({ status, code }: Failure) => {
  if (status === 429) return 'tooMany'
  if (code === 'BANNED_USER') return 'disabled'
  return status >= 400 && status < 500 ? 'wrong' : 'unreachable'
}

export const SignInForm = ({ next }: { next: string }) => {
  const t = useTranslations('signIn')
  const lockText = useLockText()
  const [problem, setProblem] = useState<string | null>(null)
  const [isPending, setPending] = useState(false)

  const submit = async (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    setPending(true)
    setProblem(null)
    const answer = await authClient.signIn
      .username({ username: String(form.get('username')).trim(), password: String(form.get('password')) })
      .catch(() => ({ error: { status: 0 } }))
    if (!answer.error) return window.location.assign(next)
    const failure: Failure = answer.error
    setProblem(lockText(failure) ?? t(problemOf(failure)))
    setPending(false)
  }

  return (
    <form className={styles.form} method="post" onSubmit={(event) => void submit(event)}>
      <TextInput
        name="username"
        label={t('username')}
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        required
        autoFocus
        withAsterisk={false}
        size="md"
      />
      <PasswordInput
        name="password"
        label={t('password')}
        autoComplete="current-password"
        required
        withAsterisk={false}
        size="md"
      />
      <p className={styles.problem} role="alert" data-testid="sign-in-problem">
        {problem}
      </p>
      <Button type="submit" size="md" fullWidth disabled={isPending}>
        {isPending ? t('pending') : t('submit')}
      </Button>
    </form>
  )
}
