import fc from 'fast-check'
import { expect, test } from 'vitest'
import { formatSiteTime, parseShift, parseSiteTime, shiftDate, siteDate, siteDay } from '#server/domain/site-time.ts'

const ZONE = 'Asia/Shanghai'
const utc = (text: string) => Date.parse(`${text}Z`)

test('[DUTY-2] a date with or without a time of day is the site’s', () => {
  expect(parseSiteTime('2026-11-25', ZONE)).toBe(utc('2026-11-24T16:00'))
  expect(parseSiteTime('2026/11/5 8:30', ZONE)).toBe(utc('2026-11-05T00:30'))
  expect(parseSiteTime('2026-11-25 08:00:03.12', ZONE)).toBe(utc('2026-11-25T00:00:03.120'))
  expect(parseSiteTime('2026-11-25 24:00', ZONE)).toBe(utc('2026-11-25T16:00'))
  for (const wrong of [
    '',
    'today',
    '2026-02-30',
    '2026-13-01',
    '2026-11-25 25:00',
    '2026-11-25 8',
    '2026-11-25 8:00 am',
  ])
    expect(parseSiteTime(wrong, ZONE)).toBeUndefined()
})

test('[DUTY-2] a shift that ends at or before its beginning ends the next day', () => {
  const shift = (start: string, end: string) => parseShift({ date: '2026-11-25', start, end }, ZONE)
  expect(shift('08:00', '16:00')).toEqual({ from: utc('2026-11-25T00:00'), to: utc('2026-11-25T08:00') })
  expect(shift('16:00', '24:00')).toEqual({ from: utc('2026-11-25T08:00'), to: utc('2026-11-25T16:00') })
  expect(shift('22:00', '08:00')).toEqual({ from: utc('2026-11-25T14:00'), to: utc('2026-11-26T00:00') })
  expect(shift('08:00', '08:00')).toEqual({ from: utc('2026-11-25T00:00'), to: utc('2026-11-26T00:00') })
  expect(shift('24:00', '08:00')).toBeUndefined()
  expect(parseShift({ date: '25 Nov', start: '08:00', end: '16:00' }, ZONE)).toBeUndefined()
})

test('[DUTY-2] a night shift is as long as it is where clocks are changed', () => {
  const night = parseShift({ date: '2026-10-24', start: '22:00', end: '06:00' }, 'Europe/Berlin')
  expect(night && (night.to - night.from) / 3_600_000).toBe(9)
  expect(siteDay('2026-03-29', 'Europe/Berlin')).toEqual({ from: utc('2026-03-28T23:00'), to: utc('2026-03-29T22:00') })
  expect(formatSiteTime(utc('2026-10-25T00:30'), 'Europe/Berlin')).toBe('2026-10-25 02:30')
})

test('[DUTY-2] a time written down is read back, in any zone without a repeated hour', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: Date.UTC(2020, 0), max: Date.UTC(2040, 0) }),
      fc.constantFrom('Asia/Shanghai', 'UTC', 'Asia/Kathmandu'),
      (at, zone) => {
        expect(parseSiteTime(formatSiteTime(at, zone), zone)).toBe(at)
        const day = siteDay(siteDate(at, zone), zone)
        expect(day && day.from <= at && at < day.to).toBe(true)
      },
    ),
  )
  expect(shiftDate('2026-02-28', 1)).toBe('2026-03-01')
})
