const MINUTE = 60_000

/** How far a zone is ahead of UTC at an instant, ms. */
const offsetAt = (at: number, zone: string): number => {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(at)
  const part = (type: string) => Number(parts.find((one) => one.type === type)?.value)
  const shown = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'))
  return shown - Math.floor(at / MINUTE) * MINUTE
}

/** What a field for date and time holds, `2026-11-25T08:30`, read in a zone; undefined for anything else. */
export const readZoned = (text: string, zone: string): number | undefined => {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d$/.test(text)) return undefined
  const asUtc = Date.parse(`${text}Z`)
  if (Number.isNaN(asUtc)) return undefined
  // The offset of the guess may be that of the other side of a change of clocks.
  const guess = asUtc - offsetAt(asUtc, zone)
  return asUtc - offsetAt(guess, zone)
}

/** The reverse: an instant as such a field shows it in a zone. */
export const writeZoned = (at: number | undefined, zone: string): string =>
  at === undefined ? '' : new Date(at + offsetAt(at, zone)).toISOString().slice(0, 16)
