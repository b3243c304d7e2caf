/** A text as its UTF-16 units: quicker to compare place by place than strings are. */
export type Units = readonly number[]

/** A call may not have more arguments at once. */
const CHUNK = 4_096

export const unitsOf = (text: string): number[] => {
  const units: number[] = []
  for (let i = 0; i < text.length; i++) units.push(text.charCodeAt(i))
  return units
}

export const textOf = (units: Units): string => {
  if (units.length <= CHUNK) return String.fromCharCode(...units)
  let text = ''
  for (let from = 0; from < units.length; from += CHUNK) text += String.fromCharCode(...units.slice(from, from + CHUNK))
  return text
}
