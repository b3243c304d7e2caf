'use client'

import { notifications } from '@mantine/notifications'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import type { SignIn } from '#db/queries/list-sign-ins.ts'
import { PasswordForm } from '../../../_account/password-form.tsx'
import styles from './account.module.css'
import { SignIns } from './sign-ins.tsx'

type Props = {
  username: string
  /** False: signs in elsewhere. */
  hasPassword: boolean
  signIns: readonly SignIn[]
  thisSession: string
}

export const AccountPage = ({ username, hasPassword, signIns, thisSession }: Props) => {
  const t = useTranslations('staff')
  const router = useRouter()
  const done = () => {
    notifications.show({ color: 'green', message: t('password.done') })
    router.refresh()
  }
  return (
    <div className={styles.page}>
      <SignIns signIns={signIns} thisSession={thisSession} />
      {hasPassword && (
        <section className={styles.section} aria-labelledby="password">
          <h2 id="password">{t('account.passwordTitle')}</h2>
          <PasswordForm username={username} onDone={done} />
        </section>
      )}
    </div>
  )
}
