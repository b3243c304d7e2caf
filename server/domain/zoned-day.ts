const DAY = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$/

/** The first moment of a day written as `2026-11-05` or `2026/11/5`, in a zone, as epoch ms; undefined for no day. */
export const startOfDay = (text: string, zone: string): number | undefined => {
  const parts = DAY.exec(text.trim())
  if (!parts) return undefined
  const [year, month, day] = parts.slice(1).map(Number) as [number, number, number]
  const wall = Date.UTC(year, month - 1, day)
  const back = new Date(wall)
  if (back.getUTCMonth() !== month - 1 || back.getUTCDate() !== day) return undefined
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' })
  const shownAt = (at: number) => Date.parse(`${format.format(at).replace(' ', 'T')}Z`)
  const guess = wall - (shownAt(wall) - wall)
  return guess - (shownAt(guess) - wall)
}

/** The day an instant lies in, in a zone, as `2026-11-05`. */
export const dayOf = (at: number, zone: string): string =>
  new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short' }).format(at)

/** Wall time of an instant in a zone, `2026-11-05 08:30:00`. */
export const wallOf = (at: number, zone: string): string =>
  new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' }).format(at)

/** Epoch ms of such a wall time; undefined when it is none. */
export const instantOf = (wall: string, zone: string): number | undefined => {
  const [day = '', time = '00:00:00'] = wall.split(/[ T]/)
  const midnight = startOfDay(day, zone)
  const parts = /^(\d{2}):(\d{2})(?::(\d{2}))?$/.exec(time)
  if (midnight === undefined || !parts) return undefined
  const [hours, minutes, seconds] = parts.slice(1).map((part) => Number(part ?? 0)) as [number, number, number]
  const guess = midnight + ((hours * 60 + minutes) * 60 + seconds) * 1000
  // The clocks may have been put forward or back since midnight.
  return guess + (Date.parse(`${day}T${time}Z`) - Date.parse(`${wallOf(guess, zone).replace(' ', 'T')}Z`))
}
