'use client'

import { useCallback, useEffect, useState } from 'react'
import type { BackTestStatus } from '#server/protocol/back-test.ts'
import type { Reason } from '#server/protocol/reason.ts'
import type { RequestBody } from '#server/protocol/requests.ts'
import { browserTime } from '../../../../_live/page-clock.ts'
import { useIsOpen, useLive } from '../../../../_live/provider.tsx'

const ASK_MS = 500
const ASK_LATER_MS = 3_000

type Refusal = { code: string; reason?: Reason }
type Answered = { test: BackTestStatus | null }

/** The back-test of this server, whoever started it: how far it is, or what came of the last one. */
export const useBackTest = () => {
  const { client } = useLive()
  const isOpen = useIsOpen()
  /** Undefined until the server has said. */
  const [status, setStatus] = useState<BackTestStatus | null>()
  const [refusal, setRefusal] = useState<Refusal>()
  const [isPending, setPending] = useState(false)
  const isRunning = status?.state === 'running'
  const isAsking = isOpen && (status === undefined || isRunning)

  useEffect(() => {
    if (!isAsking) return
    let isOver = false
    let stop = () => {}
    const ask = async () => {
      const answer = await client.request('playbook:back-test-progress', {})
      if (isOver) return
      if (answer.ok) {
        const { test } = answer as unknown as Answered
        if (!test && isRunning) setRefusal({ code: 'internal', reason: { key: 'backTestGone' } })
        setStatus(test)
      } else if (answer.code === 'forbidden') {
        setRefusal(answer)
        return setStatus(null)
      }
      stop = browserTime.after(answer.ok ? ASK_MS : ASK_LATER_MS, () => void ask())
    }
    void ask()
    return () => {
      isOver = true
      stop()
    }
  }, [client, isAsking, isRunning])

  const start = useCallback(
    async (body: RequestBody<'playbook:back-test'>) => {
      setPending(true)
      setRefusal(undefined)
      const answer = await client.request('playbook:back-test', body)
      setPending(false)
      if (answer.ok) return setStatus((answer as unknown as Answered).test)
      setRefusal(answer)
      // Somebody else may have been first: theirs is shown.
      setStatus(undefined)
    },
    [client],
  )

  const cancel = useCallback(
    async (id: string) => {
      const answer = await client.request('playbook:back-test-cancel', { id })
      if (answer.ok) setStatus((answer as unknown as Answered).test)
      else setRefusal(answer)
    },
    [client],
  )

  return { status, refusal, isPending, start, cancel }
}
