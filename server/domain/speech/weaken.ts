import { type Cue, type CueGroup, parseCue } from './cue.ts'

/** Between what stood apart in a cue when something between is missing. */
const WIDE = '…0-40'
/** Begin and end of a wording that are still telling. */
const PIECE = 2
/** A group has no more wordings. */
const MOST = 64

const write = (groups: readonly CueGroup[]): string =>
  groups.map((group) => (group.isDigits ? '#' : group.literals.join('|'))).join(` ${WIDE} `)

/** One of the groups, the first that has any, with its telling wordings only; undefined where none has. */
const narrow = (groups: readonly CueGroup[], isTelling: (text: string) => boolean): CueGroup[] | undefined => {
  for (const [index, group] of groups.entries()) {
    const literals = group.isDigits ? [] : group.literals.filter(isTelling)
    if (literals.length > 0) return groups.with(index, { isDigits: false, literals })
  }
  return undefined
}

/** Wordings too short for slips to be forgiven in them are telling by their halves. */
const piecesOf = (literals: readonly string[]): string[] => [
  ...new Set(literals.flatMap((text) => (text.length > PIECE ? [text.slice(0, PIECE), text.slice(-PIECE)] : []))),
]

/**
 * Cues that hold where all but one part of this one was said, in any distance: what is left when a recogniser got a word
 * wrong, or somebody used a word of their own. Something telling must be left. They prove nothing; they make doubt.
 */
export const weaken = ({ cue }: Pick<Cue, 'cue'>, isTelling: (text: string) => boolean): Cue[] => {
  const { groups } = parseCue(cue)
  const [only] = groups
  if (groups.length > 1)
    return groups.flatMap((_, index) => {
      const left = narrow(groups.toSpliced(index, 1), isTelling)
      return left ? [{ cue: write(left) }] : []
    })
  const pieces = only && !only.isDigits ? piecesOf(only.literals).filter(isTelling).slice(0, MOST) : []
  return pieces.length > 0 ? [{ cue: pieces.join('|') }] : []
}
