import { type Cue, CueFault, parseCue } from '#server/domain/speech/cue.ts'
import { compileCues } from '#server/domain/speech/matcher.ts'
import { normalise } from '#server/domain/speech/normalize.ts'

export type Hit = { cue: string; from: number; to: number; weight: number; isExact: boolean }
/** A sentence cut where hits begin and end; `hits` are those that hold the piece. */
export type Piece = { from: number; text: string; isHit: boolean }

const isReadable = ({ cue, not = [] }: Cue): boolean => {
  try {
    for (const text of [cue, ...not]) parseCue(text)
    return true
  } catch (error) {
    if (error instanceof CueFault) return false
    throw error
  }
}

/** What the product itself hears in a sentence by these cues; those that cannot be read yet are left out. */
export const tryCues = (cues: readonly Cue[], sentence: string): { hits: Hit[]; pieces: Piece[] } => {
  const readable = cues.filter(isReadable)
  const found = readable.length === 0 || sentence === '' ? [] : compileCues(readable).find(normalise(sentence))
  const hits = found.map(({ cue, ...hit }) => ({ ...hit, cue: readable[cue]?.cue ?? '' }))
  const cuts = [...new Set([0, sentence.length, ...hits.flatMap(({ from, to }) => [from, to])])].sort((a, b) => a - b)
  const pieces = cuts.slice(0, -1).map((from, index) => {
    const to = cuts[index + 1] ?? sentence.length
    return { from, text: sentence.slice(from, to), isHit: hits.some((hit) => hit.from <= from && hit.to >= to) }
  })
  return { hits, pieces }
}
