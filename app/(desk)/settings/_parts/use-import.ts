'use client'

import { notifications } from '@mantine/notifications'
import { useTranslations } from 'next-intl'
import { useCallback, useState } from 'react'
import type { FileKind } from '#server/domain/people/file-columns.ts'
import type { ImportAnswer } from '#server/protocol/imports.ts'
import type { RequestBody, RequestName } from '#server/protocol/requests.ts'
import { cutRows } from '../../../_files/cut-rows.ts'
import { useLive } from '../../../_live/provider.tsx'
import { useErrorText } from '../../../_ui/error-text.ts'
import type { FileRow } from './read-csv.ts'

const VERBS = {
  seats: 'seat:import',
  identities: 'identity:import',
  roster: 'roster:import',
} as const satisfies Record<FileKind, RequestName>

/** How often a part is told again after the server asked for patience, and how long to wait before. */
const TRIES = 5
const WAIT_MS = 3_000

type Body = RequestBody<(typeof VERBS)[FileKind]>

/** Sends a file in parts; resolves with what it does or would do, or null after a refusal, which the person was told. */
export const useImport = (kind: FileKind) => {
  const { client } = useLive()
  const t = useTranslations('settings')
  const errorText = useErrorText()
  const [isPending, setPending] = useState(false)

  const send = useCallback(
    async (importId: string, rows: readonly FileRow[], finish: 'preview' | 'apply'): Promise<ImportAnswer | null> => {
      const ask = async (body: object) => {
        for (let tries = 1; ; tries++) {
          const answer = await client.request(VERBS[kind], body as Body)
          if (answer.ok || answer.code !== 'rate_limited' || tries === TRIES) return answer
          await new Promise((resolve) => setTimeout(resolve, WAIT_MS))
        }
      }
      setPending(true)
      try {
        const parts = cutRows(rows)
        for (const [i, part] of parts.entries()) {
          const isLast = i === parts.length - 1
          const sent = part.map(({ line, cells }) => ({ line, ...cells }))
          const answer = await ask({ importId, rows: sent, ...(isLast ? { finish } : {}) })
          if (!answer.ok) {
            notifications.show({
              color: 'red',
              message: t('failed', { reason: errorText(answer.code, answer.reason) }),
            })
            return null
          }
          if (isLast) return answer as unknown as ImportAnswer
        }
        return null
      } finally {
        setPending(false)
      }
    },
    [client, kind, t, errorText],
  )
  return { send, isPending }
}
