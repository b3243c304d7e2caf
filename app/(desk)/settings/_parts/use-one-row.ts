'use client'

import { notifications } from '@mantine/notifications'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import type { FileKind } from '#server/domain/people/file-columns.ts'
import { useErrorText } from '../../../_ui/error-text.ts'
import { useImport } from './use-import.ts'
import { useReasonParams } from './use-reason-params.ts'

/** Sends one row as a file of its own; `refusal` says why the last one could not be. */
export const useOneRow = (kind: FileKind) => {
  const t = useTranslations('settings')
  const errorText = useErrorText()
  const readable = useReasonParams()
  const { send, isPending } = useImport(kind)
  const [refusal, setRefusal] = useState<string | null>(null)
  return {
    isPending,
    refusal,
    send: async (cells: Record<string, string>): Promise<boolean> => {
      setRefusal(null)
      const answer = await send(crypto.randomUUID(), [{ line: 1, cells }], 'apply')
      if (!answer) return false
      const [line] = answer.lines
      if (line?.outcome === 'refused') {
        setRefusal(errorText('bad_request', readable(line.reason)))
        return false
      }
      notifications.show({ color: 'green', message: t('saved') })
      return true
    },
  }
}
