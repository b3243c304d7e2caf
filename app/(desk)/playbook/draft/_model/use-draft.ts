'use client'

import { useRouter } from 'next/navigation'
import { useCallback, useEffect, useRef, useState } from 'react'
import { applyEdits, type DraftEdit } from '#server/domain/playbook/draft.ts'
import type { Playbook } from '#server/domain/playbook/playbook.ts'
import type { Reason } from '#server/protocol/reason.ts'
import { cutRows } from '../../../../_files/cut-rows.ts'
import { browserTime } from '../../../../_live/page-clock.ts'
import { useLive } from '../../../../_live/provider.tsx'
import { editsBetween, putOnTop } from '../../_model/edits.ts'

const REST_MS = 700
const AGAIN_MS = 3_000
const MOST_EDITS = 300

type Stored = { revision: number; body: Playbook }
/** `at`: when this page last saved (epoch ms); undefined while it did not. */
export type Saving =
  | { state: 'saved' | 'waiting'; at?: number }
  | { state: 'failed' | 'conflict'; code: string; reason?: Reason }

/**
 * The draft as this page has it. What is changed is sent a moment later, as places; where somebody else was first, nothing
 * is sent until the person said what to do with their own changes.
 */
export const useDraft = (stored: Stored) => {
  const { client } = useLive()
  const router = useRouter()
  const [local, setLocal] = useState(stored.body)
  /** Rises when the draft was read anew: what a field had of its own is of another draft. */
  const [epoch, setEpoch] = useState(0)
  const [saving, setSaving] = useState<Saving>({ state: 'saved' })
  /** What the server has, as far as this page knows. */
  const known = useRef(stored)
  const latest = useRef(local)
  const savedAt = useRef<number>(undefined)
  const isSending = useRef(false)
  const isHeld = useRef(false)
  const timer = useRef<() => void>(() => {})

  const send = useCallback(async (): Promise<void> => {
    if (isSending.current || isHeld.current) return
    const target = latest.current
    const edits = editsBetween(known.current.body, target)
    if (edits.length === 0) return setSaving({ state: 'saved', at: savedAt.current })
    isSending.current = true
    for (const part of cutRows(edits, MOST_EDITS)) {
      const { revision, body } = known.current
      const answer = await client.request('playbook:save-draft', { revision, edits: part })
      if (!answer.ok) {
        isSending.current = false
        isHeld.current = answer.code === 'conflict' || answer.code === 'not_found'
        setSaving({ state: isHeld.current ? 'conflict' : 'failed', code: answer.code, reason: answer.reason })
        if (isHeld.current) router.refresh()
        else timer.current = browserTime.after(AGAIN_MS, () => void send())
        return
      }
      const saved = answer as unknown as { revision: number; savedAt: number }
      savedAt.current = saved.savedAt
      known.current = { revision: saved.revision, body: applyEdits(body, part) }
    }
    isSending.current = false
    if (latest.current !== target) return send()
    setSaving({ state: 'saved', at: savedAt.current })
  }, [client, router])

  const change = useCallback(
    (edits: readonly DraftEdit[]) => {
      latest.current = applyEdits(latest.current, edits)
      setLocal(latest.current)
      if (isHeld.current) return
      setSaving({ state: 'waiting' })
      timer.current()
      timer.current = browserTime.after(REST_MS, () => void send())
    },
    [send],
  )

  /** After a conflict: the draft as it is now, with this page's changes on top or without them. */
  const goOn = useCallback(
    (withMine: boolean) => {
      latest.current = withMine ? putOnTop(known.current.body, latest.current, stored.body) : stored.body
      known.current = stored
      isHeld.current = false
      setEpoch((now) => now + 1)
      setLocal(latest.current)
      setSaving({ state: 'saved' })
      void send()
    },
    [stored, send],
  )

  const isUnsaved = saving.state !== 'saved'
  useEffect(() => {
    if (!isUnsaved) return
    const warn = (event: BeforeUnloadEvent) => event.preventDefault()
    window.addEventListener('beforeunload', warn)
    return () => window.removeEventListener('beforeunload', warn)
  }, [isUnsaved])
  useEffect(() => () => timer.current(), [])

  return { local, epoch, saving, change, goOn, base: () => known.current }
}
