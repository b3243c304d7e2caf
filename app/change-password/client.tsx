'use client'

import { Button } from '@mantine/core'
import { useTranslations } from 'next-intl'
import { PasswordForm } from '../_account/password-form.tsx'
import { authClient } from '../sign-in/auth-client.ts'

export const ChangePassword = ({ username, next }: { username: string; next: string }) => {
  const t = useTranslations('staff.password')
  const signOut = async () => {
    await authClient.signOut()
    window.location.assign('/sign-in')
  }
  return (
    <>
      <PasswordForm username={username} onDone={() => window.location.assign(next)} />
      <Button variant="subtle" size="compact-sm" mt="sm" px={0} onClick={() => void signOut()}>
        {t('signOut')}
      </Button>
    </>
  )
}
