import { buildAutomaton, type Meter } from './automaton.ts'
import { joinLists } from './lists.ts'
import { cutPieces, editsAllowed, findAround } from './near.ts'
import { countNegations } from './negations.ts'
import { isVariant, soundsOf } from './sounds.ts'
import { ROOT } from './trie.ts'
import { type Units, unitsOf } from './units.ts'

/** A text and how it sounds, place by place. */
export type Spoken = { units: Units; sounds: Units }

export type LiteralIndex = {
  /**
   * Gives literals by index with where they stand and how surely (1 = the very characters), in no order to rely on, but
   * none that ends far before one given earlier.
   */
  find(spoken: Spoken, found: Found, meter?: Meter): void
}

/** Told of a literal, where it stands and how surely. */
type Found = (literal: number, from: number, to: number, quality: number) => void

type Literal = Spoken & { index: number; length: number; edits: number; negations: number }
type Piece = { literal: Literal; offset: number; length: number }
/** By sound: the literals that sound so, and those of which it is a piece. */
type Pattern = { sounds: Units; wholes: number[]; pieces: Piece[] }

const VARIANT = 0.95
/** Sounds alike: by length of the literal; one character alone proves nothing. */
const ALIKE = [0, 0, 0.6, 0.7] as const
const ALIKE_LONG = 0.75

const readLiteral = (text: string, index: number): Literal => {
  const units = unitsOf(text)
  const { length } = units
  const negations = countNegations(units, 0, length)
  return { units, sounds: soundsOf(units), index, length, edits: editsAllowed(length), negations }
}

const judgeEdits = (length: number, edits: number): number =>
  edits > 1 ? 0.55 : length < 6 ? 0.5 : length < 8 ? 0.6 : 0.7

const collectPatterns = (literals: readonly Literal[]): Pattern[] => {
  const patterns = new Map<string, Pattern>()
  const patternOf = (sounds: Units) => {
    const key = sounds.join()
    const pattern = patterns.get(key) ?? { sounds, wholes: [], pieces: [] }
    patterns.set(key, pattern)
    return pattern
  }
  for (const literal of literals) {
    patternOf(literal.sounds).wholes.push(literal.index)
    for (const { piece, offset } of cutPieces(literal.sounds))
      patternOf(piece).pieces.push({ literal, offset, length: piece.length })
  }
  return [...patterns.values()]
}

/** Tells how sure a literal is that stands from `from` on by its sound; 0 = not at all. */
const createJudge = (literals: readonly Literal[]) => {
  const written = joinLists(literals.map(({ units }) => units))
  const negations = Uint8Array.from(literals, (literal) => literal.negations)

  const judgeAlike = (text: Units, from: number, to: number, literal: number): number =>
    countNegations(text, from, to) === negations[literal] ? (ALIKE[to - from] ?? ALIKE_LONG) : 0

  return (text: Units, literal: number, to: number): number => {
    const begin = written.starts[literal] as number
    const length = (written.starts[literal + 1] as number) - begin
    const from = to - length
    let isExact = true
    for (let i = 0; i < length; i++) {
      const a = text[from + i] as number
      const b = written.items[begin + i] as number
      if (a === b) continue
      if (!isVariant(a, b)) return judgeAlike(text, from, to, literal)
      isExact = false
    }
    return isExact ? 1 : VARIANT
  }
}

/** Finds literals as they are, as they sound, and from four characters on with slips of the recogniser. */
export const indexLiterals = (texts: readonly string[]): LiteralIndex => {
  const literals = texts.map(readLiteral)
  const patterns = collectPatterns(literals)
  const { step, ends } = buildAutomaton(patterns.map(({ sounds }) => sounds))
  const wholes = joinLists(patterns.map((pattern) => pattern.wholes))
  const pieces = patterns.map((pattern) => (pattern.pieces.length > 0 ? pattern.pieces : undefined))
  const lengths = Int32Array.from(literals, ({ length }) => length)
  const judgeWhole = createJudge(literals)

  const tellWholes = (pattern: number, units: Units, to: number, found: Found, meter?: Meter): void => {
    const behind = wholes.starts[pattern + 1] as number
    for (let i = wholes.starts[pattern] as number; i < behind; i++) {
      if (meter) meter.steps++
      const literal = wholes.items[i] as number
      const quality = judgeWhole(units, literal, to)
      if (quality > 0) found(literal, to - (lengths[literal] as number), to, quality)
    }
  }

  const tellPieces = (near: readonly Piece[], { units, sounds }: Spoken, to: number, found: Found, meter?: Meter) => {
    if (meter) meter.steps += near.length
    for (const piece of near) {
      const { literal } = piece
      const place = findAround(sounds, to, literal.sounds, piece, literal.edits)
      if (place && countNegations(units, place.from, place.to) === literal.negations)
        found(literal.index, place.from, place.to, judgeEdits(literal.length, place.edits))
    }
  }

  return {
    find(spoken, found, meter) {
      const { units, sounds } = spoken
      let node = ROOT
      for (let to = 1; to <= sounds.length; to++) {
        node = step(node, sounds[to - 1] as number, meter)
        const behind = ends.starts[node + 1] as number
        for (let i = ends.starts[node] as number; i < behind; i++) {
          if (meter) meter.steps++
          const pattern = ends.items[i] as number
          tellWholes(pattern, units, to, found, meter)
          const near = pieces[pattern]
          if (near) tellPieces(near, spoken, to, found, meter)
        }
      }
    },
  }
}
