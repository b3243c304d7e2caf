'use client'

import { notifications } from '@mantine/notifications'
import { useTranslations } from 'next-intl'
import { useCallback, useState } from 'react'
import type { RequestBody, RequestName } from '#server/protocol/requests.ts'
import { useErrorText } from '../_ui/error-text.ts'
import { useLive } from './provider.tsx'

/**
 * Sends one change to the server and says how it went; what it says on success may be left out. `send` resolves with the
 * answer, or null after a refusal, which the person has then been told.
 */
export const useRequest = <N extends RequestName>(name: N) => {
  const { client } = useLive()
  const t = useTranslations('settings')
  const errorText = useErrorText()
  const [isPending, setPending] = useState(false)
  const send = useCallback(
    async (body: RequestBody<N>, saved?: string): Promise<Record<string, unknown> | null> => {
      setPending(true)
      const answer = await client.request(name, body)
      setPending(false)
      if (!answer.ok) {
        notifications.show({
          color: 'red',
          message: t('failed', { reason: errorText(answer.code, answer.reason) }),
          closeButtonProps: { 'aria-label': t('dismiss') },
        })
        return null
      }
      notifications.show({
        color: 'green',
        message: saved ?? t('saved'),
        closeButtonProps: { 'aria-label': t('dismiss') },
      })
      return answer as unknown as Record<string, unknown>
    },
    [client, name, t, errorText],
  )
  return { send, isPending }
}
