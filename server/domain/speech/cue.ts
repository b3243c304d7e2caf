import { z } from 'zod'
import { normalise } from './normalize.ts'

/** At least and at most so many characters between two groups. */
export type Gap = { min: number; max: number }

/** A run of digits, or one of some literals in normalised form. */
export type CueGroup = { isDigits: true } | { isDigits: false; literals: readonly string[] }

/** A cue as data: groups in order, `gaps[i]` before group i; that of the first group is undefined unless anchored. */
export type ParsedCue = {
  groups: readonly CueGroup[]
  gaps: readonly Gap[]
  isFromBegin: boolean
  /** Set when the cue must reach the end of the utterance: the room it may leave there. */
  toEnd?: Gap
}

const MAX_GAP = 40
const MAX_GROUPS = 8
const MAX_CHOICES = 64
const MAX_LITERAL = 24
const MAX_CUE = 600

export class CueFault extends Error {}

type Token = { at: number } & (
  | { kind: 'gap'; gap: Gap }
  | { kind: 'begin' | 'end' | 'digits' | 'or' | 'literal'; text: string }
)

const fault = (cue: string, at: number, what: string): never => {
  throw new CueFault(`「${cue}」, character ${at + 1}: ${what}`)
}

const MARKS: Record<string, 'begin' | 'end' | 'digits' | 'or'> = { '^': 'begin', $: 'end', '#': 'digits', '|': 'or' }
const isBlank = (char: string) => char === ' ' || char === '\u3000'
const isAscii = (char: string) => char >= '0' && char <= '9'

const readNumber = (cue: string, from: number): number => {
  let to = from
  while (to < cue.length && isAscii(cue.charAt(to))) to++
  return to
}

/** `…6` or `…2-6`; `from` is behind the dots. */
const readGap = (cue: string, at: number, from: number): { gap: Gap; to: number } => {
  const middle = readNumber(cue, from)
  if (middle === from) fault(cue, at, 'say how many characters may stand between, as in …6')
  const first = Number(cue.slice(from, middle))
  if (cue.charAt(middle) !== '-') return { gap: checkGap(cue, at, { min: 0, max: first }), to: middle }
  const end = readNumber(cue, middle + 1)
  if (end === middle + 1) fault(cue, at, 'say the larger number too, as in …2-6')
  return { gap: checkGap(cue, at, { min: first, max: Number(cue.slice(middle + 1, end)) }), to: end }
}

const checkGap = (cue: string, at: number, gap: Gap): Gap => {
  if (gap.max > MAX_GAP) fault(cue, at, `at most ${MAX_GAP} characters may stand between; use a smaller number`)
  if (gap.min > gap.max) fault(cue, at, 'put the smaller number first')
  return gap
}

const dotsAt = (cue: string, at: number): number => {
  let to = at
  while (cue.charAt(to) === '…') to++
  return to - at || (cue.startsWith('...', at) ? 3 : 0)
}

const readLiteral = (cue: string, from: number): number => {
  let to = from
  while (to < cue.length && !MARKS[cue.charAt(to)] && !isBlank(cue.charAt(to)) && dotsAt(cue, to) === 0) to++
  return to
}

const tokenise = (cue: string): Token[] => {
  const tokens: Token[] = []
  for (let at = 0; at < cue.length; ) {
    const char = cue.charAt(at)
    const dots = dotsAt(cue, at)
    const mark = MARKS[char]
    if (isBlank(char)) at++
    else if (mark) tokens.push({ kind: mark, text: char, at: at++ })
    else if (dots > 0) {
      const { gap, to } = readGap(cue, at, at + dots)
      tokens.push({ kind: 'gap', gap, at })
      at = to
    } else {
      const to = readLiteral(cue, at)
      tokens.push({ kind: 'literal', text: cue.slice(at, to), at })
      at = to
    }
  }
  return tokens
}

const toLiteral = (cue: string, token: Token & { text: string }): string => {
  const { text } = normalise(token.text)
  if (text === '')
    fault(cue, token.at, `nothing is left of 「${token.text}」 without fillers and punctuation; take it out`)
  if (text.length > MAX_LITERAL) fault(cue, token.at, `cut this into pieces of at most ${MAX_LITERAL} characters`)
  return text
}

/** One group from `tokens[index]` on; `next` is the token behind it. */
const readGroup = (cue: string, tokens: readonly Token[], index: number): { group: CueGroup; next: number } => {
  const first = tokens[index]
  if (first?.kind === 'digits') {
    if (tokens[index + 1]?.kind === 'or')
      fault(cue, first.at, '# stands alone; make a cue of its own for the other wording')
    return { group: { isDigits: true }, next: index + 1 }
  }
  const literals: string[] = []
  let next = index
  for (;;) {
    const token = tokens[next]
    if (token?.kind !== 'literal') return fault(cue, token?.at ?? cue.length, 'a phrase must stand here')
    literals.push(toLiteral(cue, token))
    next++
    if (tokens[next]?.kind !== 'or') break
    next++
  }
  if (literals.length > MAX_CHOICES) fault(cue, first?.at ?? 0, `at most ${MAX_CHOICES} wordings; make two cues of it`)
  return { group: { isDigits: false, literals: [...new Set(literals)] }, next }
}

const NO_GAP: Gap = { min: 0, max: 0 }

const readGroups = (cue: string, tokens: readonly Token[], from: number): Omit<ParsedCue, 'isFromBegin'> => {
  const groups: CueGroup[] = []
  const gaps: Gap[] = []
  let index = from
  let gap = NO_GAP
  let isGap = false
  for (let token = tokens[index]; token; token = tokens[index]) {
    if (token.kind === 'end') {
      if (index + 1 < tokens.length) fault(cue, token.at, '$ can only stand at the very end')
      if (groups.length === 0) fault(cue, token.at, 'a phrase must stand before $')
      return { groups, gaps, toEnd: gap }
    }
    if (token.kind === 'gap') {
      if (isGap) fault(cue, token.at, 'two gaps follow each other; keep one')
      gap = token.gap
      isGap = true
      index++
      continue
    }
    if (token.kind === 'begin') fault(cue, token.at, '^ can only stand at the very beginning')
    const { group, next } = readGroup(cue, tokens, index)
    groups.push(group)
    gaps.push(gap)
    gap = NO_GAP
    isGap = false
    index = next
  }
  if (isGap) fault(cue, cue.length, 'a phrase or $ must stand behind the last gap')
  return { groups, gaps }
}

/** Reads a cue; throws a CueFault that says where and what to change. */
export const parseCue = (cue: string): ParsedCue => {
  if (cue.length > MAX_CUE) fault(cue.slice(0, 20), MAX_CUE, `a cue has at most ${MAX_CUE} characters; make two of it`)
  const tokens = tokenise(cue)
  const isFromBegin = tokens[0]?.kind === 'begin'
  const first = tokens[isFromBegin ? 1 : 0]
  if (!first) fault(cue, 0, 'write a phrase')
  if (!isFromBegin && first?.kind === 'gap') fault(cue, first.at, 'a gap before the first phrase needs ^ before it')
  const parsed = { ...readGroups(cue, tokens, isFromBegin ? 1 : 0), isFromBegin }
  if (parsed.groups.length > MAX_GROUPS) fault(cue, 0, `at most ${MAX_GROUPS} phrases in a row; make two cues of it`)
  return parsed
}

const cueText = z.string().superRefine((text, context) => {
  try {
    parseCue(text)
  } catch (error) {
    if (!(error instanceof CueFault)) throw error
    context.addIssue({ code: 'custom', message: error.message })
  }
})

/** A phrase to be heard. Where a `not` is heard in the same sentence, the phrase does not count. */
export const cueSchema = z.strictObject({
  cue: cueText,
  not: z.array(cueText).optional(),
  /** How much hearing it proves, 1 when left out. */
  weight: z.number().min(0).max(1).optional(),
})
export type Cue = z.infer<typeof cueSchema>
