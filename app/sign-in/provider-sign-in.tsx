'use client'

import { Button, Divider } from '@mantine/core'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { authClient } from './auth-client.ts'
import type { providerProblem } from './provider-problem.ts'
import styles from './sign-in.module.css'

type Props = {
  /** What people call the provider. */
  name: string
  next: string
  problem: ReturnType<typeof providerProblem> | null
}

/** The way over somebody else's accounts. It leaves this page, and ends here again only when it fails. */
export const ProviderSignIn = ({ name, next, problem }: Props) => {
  const t = useTranslations('oidc')
  const [shown, setShown] = useState(problem)
  const [isPending, setPending] = useState(false)

  const leave = async () => {
    setPending(true)
    setShown(null)
    const { error } = await authClient.signIn
      .social({ provider: 'oidc', callbackURL: next, errorCallbackURL: `/sign-in?next=${encodeURIComponent(next)}` })
      .catch(() => ({ error: true }))
    if (!error) return
    setShown('failed')
    setPending(false)
  }

  return (
    <>
      <Divider label={t('or')} my="xs" />
      <Button variant="default" size="md" mb="xs" fullWidth disabled={isPending} onClick={() => void leave()}>
        {t('go', { name })}
      </Button>
      <p className={styles.problem} role="alert" data-testid="provider-problem">
        {shown && t(shown)}
      </p>
    </>
  )
}
