import type { CueGroup, ParsedCue } from './cue.ts'
import { editsAllowed } from './near.ts'

/** Between what stood apart in a cue when something between is missing. */
const WIDE = { min: 0, max: 40 }
/** Half of a short wording. */
const HALF = 2

const wordings = (literals: readonly string[]): CueGroup => ({ isDigits: false, literals })

/** One of the groups, the first that has any, with its telling wordings only; undefined where none has. */
const narrow = (groups: readonly CueGroup[], isTelling: (text: string) => boolean): CueGroup[] | undefined => {
  for (const [index, group] of groups.entries()) {
    const literals = group.isDigits ? [] : group.literals.filter(isTelling)
    if (literals.length > 0) return groups.with(index, wordings(literals))
  }
  return undefined
}

/** The halves of wordings in which no slip is forgiven. */
const halvesOf = (literals: readonly string[]): string[] => [
  ...new Set(
    literals
      .filter(({ length }) => length > HALF && editsAllowed(length) === 0)
      .flatMap((text) => [text.slice(0, HALF), text.slice(-HALF)]),
  ),
]

const inAnyDistance = (groups: readonly CueGroup[]): ParsedCue => ({
  groups,
  gaps: groups.map(() => WIDE),
  isFromBegin: false,
})

/**
 * Cues that hold where all but one part of this one was said, in any distance: what is left when a recogniser got a word
 * wrong, or somebody used a word of their own. Something telling must be left. They prove nothing; they make doubt.
 */
export const weaken = ({ groups }: ParsedCue, isTelling: (text: string) => boolean): ParsedCue[] => {
  const [only] = groups
  if (groups.length > 1)
    return groups.flatMap((_, index) => {
      const left = narrow(groups.toSpliced(index, 1), isTelling)
      return left ? [inAnyDistance(left)] : []
    })
  const halves = only && !only.isDigits ? halvesOf(only.literals).filter(isTelling) : []
  return halves.length > 0 ? [inAnyDistance([wordings(halves)])] : []
}
