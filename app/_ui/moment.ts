'use client'

import { useFormatter } from 'next-intl'

const DAY = { year: 'numeric', month: '2-digit', day: '2-digit' } as const
const MINUTE = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const
const MINUTE_MS = 60_000

/** Day and minute of an instant (epoch ms) in the site's zone. */
export const useMoment = () => {
  const format = useFormatter()
  return (at: number) => format.dateTime(new Date(at), { ...DAY, ...MINUTE })
}

/** The first whole minute that is not before an instant (epoch ms): when it says so, it is so. */
export const useMinute = () => {
  const format = useFormatter()
  return (at: number) => format.dateTime(new Date(Math.ceil(at / MINUTE_MS) * MINUTE_MS), MINUTE)
}
