'use client'

import { createContext, type ReactNode, useCallback, useContext, useMemo, useState } from 'react'
import { useLive } from '../../../_live/provider.tsx'
import type { AlertCard } from '../_model/alert-cards.ts'

/** What became of a press on "claim"; a card that is not here was not pressed. */
export type Claim = { status: 'pending' } | { status: 'failed'; code: string }
type Claims = { of: (cardKey: string) => Claim | undefined; claim: (card: AlertCard) => Promise<void> }

const ClaimContext = createContext<Claims | null>(null)

/** Claims go through the socket; that one succeeded shows when the alert itself comes back claimed. */
export const ClaimProvider = ({ children }: { children: ReactNode }) => {
  const { client } = useLive()
  const [claims, setClaims] = useState<ReadonlyMap<string, Claim>>(new Map())

  const put = useCallback((key: string, claim: Claim | undefined) => {
    setClaims((old) => {
      const next = new Map(old)
      if (claim) next.set(key, claim)
      else next.delete(key)
      return next
    })
  }, [])

  const claim = useCallback(
    async (card: AlertCard) => {
      const open = card.alerts.filter((alert) => alert.handling === 'open')
      if (open.length === 0) return
      put(card.key, { status: 'pending' })
      for (const alert of open) {
        const body = { feed: card.feed, callId: card.callId, key: alert.key }
        const answer = await client.request('alert:acknowledge', body)
        if (!answer.ok) return put(card.key, { status: 'failed', code: answer.code })
      }
      put(card.key, undefined)
    },
    [client, put],
  )

  const value = useMemo<Claims>(() => ({ of: (key) => claims.get(key), claim }), [claims, claim])
  return <ClaimContext value={value}>{children}</ClaimContext>
}

export const useClaims = (): Claims => {
  const claims = useContext(ClaimContext)
  if (!claims) throw new Error('useClaims needs a ClaimProvider above it')
  return claims
}
