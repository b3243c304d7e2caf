import { type Automaton, buildAutomaton, type Meter } from './automaton.ts'
import type { Stretch } from './chain.ts'
import { cutPieces, editsAllowed, findAround, hasSameNegations } from './near.ts'
import { isVariant, soundOf } from './sounds.ts'

export type LiteralIndex = {
  /** Gives literals by index, in no order to rely on, but none that ends far before one given earlier. */
  find(text: string, found: (literal: number, stretch: Stretch) => void, meter?: Meter): void
}

type Piece = { literal: number; offset: number; length: number }
type Pattern = { wholes: number[]; pieces: Piece[] }

const VARIANT = 0.95
/** Sounds alike: by length of the literal; one character alone proves nothing. */
const ALIKE = [0, 0, 0.6, 0.7] as const
const ALIKE_LONG = 0.75

/** How sure a literal is that was only heard alike; 0 = not at all. */
const judgeAlike = (spoken: string, literal: string): number => {
  let isVariantOnly = true
  for (let i = 0; i < literal.length; i++) {
    const a = spoken.charAt(i)
    if (a !== literal.charAt(i) && !isVariant(a, literal.charAt(i))) isVariantOnly = false
  }
  if (isVariantOnly) return VARIANT
  return hasSameNegations(spoken, literal) ? (ALIKE[literal.length] ?? ALIKE_LONG) : 0
}

const judgeEdits = (length: number, edits: number): number =>
  edits > 1 ? 0.55 : length < 6 ? 0.5 : length < 8 ? 0.6 : 0.7

const collectPatterns = (sounds: readonly string[]): Map<string, Pattern> => {
  const patterns = new Map<string, Pattern>()
  const patternOf = (text: string) => {
    const pattern = patterns.get(text) ?? { wholes: [], pieces: [] }
    patterns.set(text, pattern)
    return pattern
  }
  sounds.forEach((sound, literal) => {
    patternOf(sound).wholes.push(literal)
    for (const { piece, offset } of cutPieces(sound))
      patternOf(piece).pieces.push({ literal, offset, length: piece.length })
  })
  return patterns
}

/** Finds literals as they are, as they sound, and from four characters on with slips of the recogniser. */
export const indexLiterals = (literals: readonly string[]): LiteralIndex => {
  const sounds = literals.map(soundOf)
  const collected = [...collectPatterns(sounds)]
  const patterns = collected.map(([, pattern]) => pattern)
  const automaton: Automaton = buildAutomaton(collected.map(([text]) => text))

  const judgeWhole = (text: string, literal: number, to: number): Stretch => {
    const written = literals[literal] as string
    const from = to - written.length
    return { from, to, quality: text.startsWith(written, from) ? 1 : judgeAlike(text.slice(from, to), written) }
  }

  const judgePiece = (text: string, heard: string, piece: Piece, to: number): Stretch | undefined => {
    const sound = sounds[piece.literal] as string
    const near = findAround(heard, to, sound, piece, editsAllowed(sound.length))
    if (!near || !hasSameNegations(text.slice(near.from, near.to), literals[piece.literal] as string)) return undefined
    return { from: near.from, to: near.to, quality: judgeEdits(sound.length, near.edits) }
  }

  return {
    find(text, found, meter) {
      const heard = soundOf(text)
      const onPattern = (index: number, to: number) => {
        const { wholes, pieces } = patterns[index] as Pattern
        if (meter) meter.steps += wholes.length + pieces.length
        for (const literal of wholes) {
          const stretch = judgeWhole(text, literal, to)
          if (stretch.quality > 0) found(literal, stretch)
        }
        for (const piece of pieces) {
          const stretch = judgePiece(text, heard, piece, to)
          if (stretch) found(piece.literal, stretch)
        }
      }
      automaton.search(heard, onPattern, meter)
    },
  }
}
