'use client'

import { useCall } from '../_live/hooks.ts'
import { CallContent } from './call-content.tsx'
import { CallLoading, CallRefused } from './call-states.tsx'

type Props = { feed: string; callId: string; onOpen: (feed: string, callId: string) => void }

/** One call, watched for as long as this is on the screen. */
export const CallSubject = ({ feed, callId, onOpen }: Props) => {
  const call = useCall(feed, callId)
  if (call.status === 'loading') return <CallLoading />
  if (call.status === 'refused') return <CallRefused code={call.code} />
  return <CallContent frame={call.frame} onOpen={onOpen} />
}
