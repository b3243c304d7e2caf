'use client'

import { useFormatter } from 'next-intl'

const DAY = { year: 'numeric', month: '2-digit', day: '2-digit' } as const
const MINUTE = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const

/** Day and minute of an instant (epoch ms) in the site's zone. */
export const useMoment = () => {
  const format = useFormatter()
  return (at: number) => format.dateTime(new Date(at), { ...DAY, ...MINUTE })
}
