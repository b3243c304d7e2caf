import type { Units } from './units.ts'

/** A literal found with a few wrong, missing or surplus characters; places in the searched text. */
export type Near = { from: number; to: number; edits: number }

const NOT_FOUND = -1

/** How many edits a literal of this length may have; short ones none, or they would be found everywhere. */
export const editsAllowed = (length: number): number => (length < 4 ? 0 : length < 8 ? 1 : 2)

/** Cuts a literal so that one piece is intact whenever no more edits than allowed were made. */
export const cutPieces = (literal: Units): { piece: Units; offset: number }[] => {
  const count = editsAllowed(literal.length) + 1
  if (count === 1) return []
  return Array.from({ length: count }, (_, index) => {
    const from = Math.floor((index * literal.length) / count)
    return { piece: literal.slice(from, Math.floor(((index + 1) * literal.length) / count)), offset: from }
  })
}

/**
 * Follows the literal in one direction from matching neighbours on. Gives edits * SPAN + characters of the text used,
 * or NOT_FOUND; a bounded number of ways is tried, since every branch spends one of at most two edits.
 */
const SPAN = 64
const follow = (text: Units, t: number, literal: Units, l: number, way: 1 | -1, left: number): number => {
  let place = t
  let index = l
  while (index >= 0 && index < literal.length && place >= 0 && place < text.length && text[place] === literal[index]) {
    place += way
    index += way
  }
  const used = Math.abs(place - t)
  if (index < 0 || index >= literal.length) return used
  if (left === 0) return NOT_FOUND
  const canSpend = place >= 0 && place < text.length
  const replaced = canSpend ? follow(text, place + way, literal, index + way, way, left - 1) : NOT_FOUND
  const surplus = canSpend ? follow(text, place + way, literal, index, way, left - 1) : NOT_FOUND
  const missing = follow(text, place, literal, index + way, way, left - 1)
  let best = NOT_FOUND
  if (replaced !== NOT_FOUND) best = replaced + 1
  if (missing !== NOT_FOUND && (best === NOT_FOUND || missing < best)) best = missing
  if (surplus !== NOT_FOUND && (best === NOT_FOUND || surplus + 1 < best)) best = surplus + 1
  return best === NOT_FOUND ? NOT_FOUND : best + SPAN + used
}

/** The literal around a piece of it that ends before `to`; undefined when it is not there with 1 to `allowed` edits. */
export const findAround = (
  text: Units,
  to: number,
  literal: Units,
  piece: { offset: number; length: number },
  allowed: number,
): Near | undefined => {
  const from = to - piece.length
  const right = follow(text, to, literal, piece.offset + piece.length, 1, allowed)
  if (right === NOT_FOUND) return undefined
  const spent = Math.floor(right / SPAN)
  const left = follow(text, from - 1, literal, piece.offset - 1, -1, allowed - spent)
  if (left === NOT_FOUND) return undefined
  const edits = spent + Math.floor(left / SPAN)
  return edits === 0 ? undefined : { from: from - (left % SPAN), to: to + (right % SPAN), edits }
}
