import { CueFault, parseCue } from '#server/domain/speech/cue.ts'

const WORDINGS = 3
/** Narrower than this, words are as good as joined. */
const APART = 2

/** What somebody may say to be heard by a cue, one wording a text; `digits` stands for a run of digits. */
export const examplesOf = (cue: string, digits: string): string[] => {
  try {
    const { groups, gaps } = parseCue(cue)
    const first = groups[0]
    if (groups.length === 1 && first && !first.isDigits) return first.literals.slice(0, WORDINGS)
    const words = groups.map((group) => (group.isDigits ? digits : (group.literals[0] ?? '')))
    const text = words
      .map((word, index) => `${index > 0 && (gaps[index]?.max ?? 0) > APART ? '…' : ''}${word}`)
      .join('')
    return [text]
  } catch (error) {
    if (error instanceof CueFault) return [cue]
    throw error
  }
}

/** The first few of several cues. */
export const fewExamples = (cues: readonly { cue: string }[], digits: string, most = WORDINGS): string[] => {
  const lists = cues.map(({ cue }) => examplesOf(cue, digits))
  const rounds = Array.from({ length: WORDINGS }, (_, round) => lists.flatMap((list) => list[round] ?? []))
  return [...new Set(rounds.flat())].slice(0, most)
}
