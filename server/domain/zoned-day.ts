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
