import { buildAutomaton, type Meter } from './automaton.ts'
import { cutPieces, editsAllowed, findAround } from './near.ts'
import { countNegations } from './negations.ts'
import { isVariant, soundsOf } from './sounds.ts'
import { type Units, unitsOf } from './units.ts'

/** A text and how it sounds, place by place. */
export type Spoken = { units: Units; sounds: Units }

export type LiteralIndex = {
  /**
   * Gives literals by index with where they stand and how surely (1 = the very characters), in no order to rely on, but
   * none that ends far before one given earlier.
   */
  find(spoken: Spoken, found: (literal: number, from: number, to: number, quality: number) => void, meter?: Meter): void
}

type Literal = Spoken & { index: number; length: number; edits: number; negations: number }
type Piece = { literal: Literal; offset: number; length: number }
type Pattern = { sounds: Units; wholes: Literal[]; pieces: Piece[] }

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

const judgeAlike = (text: Units, from: number, { length, negations }: Literal): number =>
  countNegations(text, from, from + length) === negations ? (ALIKE[length] ?? ALIKE_LONG) : 0

/** How sure a literal is that stands from `from` on by its sound; 0 = not at all. */
const judgeWhole = (text: Units, from: number, literal: Literal): number => {
  const { units, length } = literal
  let isExact = true
  for (let i = 0; i < length; i++) {
    const [spoken, written] = [text[from + i] as number, units[i] as number]
    if (spoken === written) continue
    if (!isVariant(spoken, written)) return judgeAlike(text, from, literal)
    isExact = false
  }
  return isExact ? 1 : VARIANT
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
    patternOf(literal.sounds).wholes.push(literal)
    for (const { piece, offset } of cutPieces(literal.sounds))
      patternOf(piece).pieces.push({ literal, offset, length: piece.length })
  }
  return [...patterns.values()]
}

/** Finds literals as they are, as they sound, and from four characters on with slips of the recogniser. */
export const indexLiterals = (texts: readonly string[]): LiteralIndex => {
  const patterns = collectPatterns(texts.map(readLiteral))
  const automaton = buildAutomaton(patterns.map(({ sounds }) => sounds))
  return {
    find({ units, sounds }, found, meter) {
      const onPattern = (index: number, to: number) => {
        const { wholes, pieces } = patterns[index] as Pattern
        if (meter) meter.steps += wholes.length + pieces.length
        for (const whole of wholes) {
          const quality = judgeWhole(units, to - whole.length, whole)
          if (quality > 0) found(whole.index, to - whole.length, to, quality)
        }
        for (const piece of pieces) {
          const { literal } = piece
          const near = findAround(sounds, to, literal.sounds, piece, literal.edits)
          if (near && countNegations(units, near.from, near.to) === literal.negations)
            found(literal.index, near.from, near.to, judgeEdits(literal.length, near.edits))
        }
      }
      automaton.search(sounds, onPattern, meter)
    },
  }
}
