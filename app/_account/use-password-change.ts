'use client'

import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { PASSWORD_FAULTS, PASSWORD_LENGTH, type PasswordFault } from '#server/domain/password/password-faults.ts'
import { authClient } from '../sign-in/auth-client.ts'
import { type LockAnswer, useLockText } from '../sign-in/use-lock-text.ts'

type Fault = PasswordFault | 'wrong' | 'differs' | 'unreachable'
type Failure = LockAnswer & { status: number }

const faultOf = (code: string | undefined): Fault => {
  if (code === 'wrong') return code
  return PASSWORD_FAULTS.find((fault) => fault === code) ?? 'unreachable'
}

/** Sends a change of one's own password; `problem` says why it was refused. */
export const usePasswordChange = (onDone: () => void) => {
  const t = useTranslations('staff.password.faults')
  const lockText = useLockText()
  const [problem, setProblem] = useState<string | null>(null)
  const [isPending, setPending] = useState(false)

  const change = async (current: string, next: string, again: string): Promise<boolean> => {
    if (next !== again) {
      setProblem(t('differs'))
      return false
    }
    setPending(true)
    setProblem(null)
    const { error } = await authClient
      .$fetch('/own-password', { method: 'POST', body: { current, next } })
      .catch(() => ({ error: { status: 0 } }))
    setPending(false)
    if (!error) {
      onDone()
      return true
    }
    const failure: Failure = error
    setProblem(lockText(failure) ?? t(faultOf(failure.code), PASSWORD_LENGTH))
    return false
  }

  return { change, problem, isPending }
}
