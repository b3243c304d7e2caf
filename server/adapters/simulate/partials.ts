import type { Beat } from './conversation.ts'

export type LineBeat = Extract<Beat, { do: 'line' }>

/** A line that is being said is told anew this often. */
const EVERY_MS = 900

/** What a recogniser makes of a line before its end. `at`: milliseconds from the answer. */
export const partialsOf = ({ from, at, text }: LineBeat): { at: number; text: string }[] => {
  const parts = Math.max(1, Math.ceil((at - from) / EVERY_MS))
  return Array.from({ length: parts - 1 }, (_, index) => ({
    at: from + (index + 1) * EVERY_MS,
    text: text.slice(0, Math.ceil((text.length * (index + 1)) / parts)),
  }))
}
