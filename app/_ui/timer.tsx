'use client'

import { usePaint } from '../_live/hooks.ts'
import { formatDuration } from './format.ts'

type Props = {
  feed: string
  /** Epoch ms of the feed's clock. */
  since: number
  /** The time stands still here: the thing has ended. */
  until?: number
  className?: string
  testId?: string
  prefix?: string
}

/** How long something has lasted, ticking with the page's clock. */
export const Timer = ({ feed, since, until, className, testId, prefix = '' }: Props) => {
  const ref = usePaint<HTMLSpanElement>(feed, (element, now) => {
    const text = prefix + formatDuration((until ?? now) - since)
    if (element.textContent !== text) element.textContent = text
  })
  return <span ref={ref} className={className} data-testid={testId} />
}
