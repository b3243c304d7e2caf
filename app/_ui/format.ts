const two = (n: number) => String(n).padStart(2, '0')

/** `04:05`, from an hour on `1:04:05`. Never negative. */
export const formatDuration = (ms: number): string => {
  const total = Math.max(0, Math.floor(ms / 1000))
  const hours = Math.floor(total / 3600)
  const rest = `${two(Math.floor((total % 3600) / 60))}:${two(total % 60)}`
  return hours > 0 ? `${hours}:${rest}` : rest
}

const clocks = new Map<string, Intl.DateTimeFormat>()

/** Wall time of an instant in a zone, `14:32:07`. */
export const formatClock = (at: number, zone: string): string => {
  let format = clocks.get(zone)
  if (!format) {
    format = new Intl.DateTimeFormat('en-GB', {
      timeZone: zone,
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
      hourCycle: 'h23',
    })
    clocks.set(zone, format)
  }
  return format.format(at)
}

const moments = new Map<string, Intl.DateTimeFormat>()

/** Day and time of an instant in a zone, `2026-11-25 14:32`. */
export const formatMoment = (at: number, zone: string): string => {
  let format = moments.get(zone)
  if (!format) {
    format = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' })
    moments.set(zone, format)
  }
  return format.format(at)
}
