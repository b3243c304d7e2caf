/** Epoch ms of a date and a time of day that were written down in `zone`; undefined when they are none. */
export const zonedTime = (date: string | undefined, time: string | undefined, zone: string): number | undefined => {
  const wall = Date.parse(`${date}T${time}Z`)
  if (Number.isNaN(wall)) return undefined
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' })
  const shownAt = (at: number) => Date.parse(`${format.format(at).replace(' ', 'T')}Z`)
  const guess = wall - (shownAt(wall) - wall)
  return guess - (shownAt(guess) - wall)
}
