/** Dates and times of day as people write them down at a site, in its IANA zone. */

const formats = new Map<string, Intl.DateTimeFormat>()

const formatOf = (zone: string) => {
  const known = formats.get(zone)
  if (known) return known
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' })
  formats.set(zone, format)
  return format
}

/** What a clock on the wall shows, as if it were UTC. */
const wallOf = (at: number, zone: string): number =>
  Date.parse(`${formatOf(zone).format(at).replace(' ', 'T')}Z`) + (((at % 1000) + 1000) % 1000)

/** When the clock on the wall shows this; of a time that comes twice the first, of one left out the moment after. */
const fromWall = (wall: number, zone: string): number => {
  const guess = wall - (wallOf(wall, zone) - wall)
  const at = guess - (wallOf(guess, zone) - wall)
  const earlier = at - 3_600_000
  return wallOf(earlier, zone) === wall ? earlier : at
}

const DATE = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$/
const TIME = /^(\d{1,2})[:：](\d{2})(?:[:：](\d{2})(?:\.(\d{1,3}))?)?$/
const DAY_MS = 86_400_000

/** Days since 1970 of `2026-11-25`, `2026/11/25` or `2026.11.25`; undefined for what is no date. */
const readDay = (text: string): number | undefined => {
  const [, year, month, day] = DATE.exec(text.trim()) ?? []
  if (!year || !month || !day) return undefined
  const at = Date.UTC(Number(year), Number(month) - 1, Number(day))
  return new Date(at).getUTCDate() === Number(day) && new Date(at).getUTCMonth() + 1 === Number(month)
    ? at / DAY_MS
    : undefined
}

/** Milliseconds since midnight of `8:00`, `08:00:30.5` or `24:00`; undefined for what is no time of day. */
const readClock = (text: string): number | undefined => {
  const [, hours, minutes, seconds = '0', fraction = '0'] = TIME.exec(text.trim()) ?? []
  if (!hours || !minutes) return undefined
  const ms = ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000 + Number(fraction.padEnd(3, '0'))
  return Number(minutes) < 60 && Number(seconds) < 60 && ms <= DAY_MS ? ms : undefined
}

/** Epoch ms of a date, alone or with a time of day behind it; undefined for what is neither. */
export const parseSiteTime = (text: string, zone: string): number | undefined => {
  const [date = '', clock = '00:00', ...rest] = text.trim().split(/[\sT]+/)
  const day = readDay(date)
  const ms = readClock(clock)
  return day === undefined || ms === undefined || rest.length > 0 ? undefined : fromWall(day * DAY_MS + ms, zone)
}

/** A shift as a roster says it; one that ends at or before its beginning ends the next day. */
export const parseShift = (
  given: { date: string; start: string; end: string },
  zone: string,
): { from: number; to: number } | undefined => {
  const day = readDay(given.date)
  const start = readClock(given.start)
  const end = readClock(given.end)
  if (day === undefined || start === undefined || end === undefined || start === DAY_MS) return undefined
  const midnight = day * DAY_MS
  return {
    from: fromWall(midnight + start, zone),
    to: fromWall(midnight + end + (end <= start ? DAY_MS : 0), zone),
  }
}

/** `2026-11-25 08:00`, with seconds and their fraction only where there are some. */
export const formatSiteTime = (at: number, zone: string): string => {
  const text = new Date(wallOf(at, zone)).toISOString().replace('T', ' ').slice(0, -1)
  return text.replace(/\.000$/, '').replace(/(\d\d:\d\d):00$/, '$1')
}

/** `2026-11-25`. */
export const siteDate = (at: number, zone: string): string => formatSiteTime(at, zone).slice(0, 10)

/** The date `days` later. */
export const shiftDate = (date: string, days: number): string =>
  new Date(((readDay(date) ?? 0) + days) * DAY_MS).toISOString().slice(0, 10)

/** [from, to) of a day of the site; undefined for what is no date. */
export const siteDay = (date: string, zone: string): { from: number; to: number } | undefined => {
  const day = readDay(date)
  if (day === undefined) return undefined
  return { from: fromWall(day * DAY_MS, zone), to: fromWall((day + 1) * DAY_MS, zone) }
}
