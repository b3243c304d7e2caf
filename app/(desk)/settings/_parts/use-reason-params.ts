'use client'

import { createContext, useCallback, useContext } from 'react'
import { formatSiteTime } from '#server/domain/site-time.ts'
import type { Reason } from '#server/protocol/reason.ts'

/** IANA zone of the site, for what is written under a page. */
export const ZoneContext = createContext('UTC')
export const useZone = () => useContext(ZoneContext)

/** Times in a refusal are epoch ms; people read them in the site's zone. */
export const useReasonParams = () => {
  const zone = useZone()
  return useCallback(
    (reason: Reason): Reason => ({
      ...reason,
      params:
        reason.params &&
        Object.fromEntries(
          Object.entries(reason.params).map(([name, value]) => [
            name,
            (name === 'from' || name === 'to') && typeof value === 'number' ? formatSiteTime(value, zone) : value,
          ]),
        ),
    }),
    [zone],
  )
}
