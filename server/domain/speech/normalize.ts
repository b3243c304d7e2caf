import type { Utterance } from '../call/call.ts'
import { keep } from '../keep.ts'
import { endsSentence, isDigit, isFiller, isHan, isReduplicated, isSpoken, SIMPLIFIED } from './characters.ts'

/** An utterance as it is matched, and the way back to what was written. */
export type Normalised = {
  text: string
  /** Index in the original where character i of `text` begins. */
  at: readonly number[]
  /** Index in the original behind character i. */
  to: readonly number[]
  /** Places in `text` before which a sentence ends; none where the recogniser writes no punctuation. */
  breaks: readonly number[]
}

type Draft = { chars: string[]; at: number[]; to: number[]; breaks: number[]; isFresh: boolean; fresh: boolean[] }

const UNKNOWN_WORDS = ['[unk]', '<unk>']
/** Repeats of up to so many characters in a row are a restart: 请问请问 is 请问. */
const LONGEST_REPEAT = 4

const unknownWordAt = (text: string, index: number): number =>
  UNKNOWN_WORDS.find((word) => text.slice(index, index + word.length).toLowerCase() === word)?.length ?? 0

const plainForm = (char: string): string => {
  const form = char.normalize('NFKC').toLowerCase()
  return SIMPLIFIED.get(form) ?? form
}

const drop = (draft: Draft, count: number): void => {
  const length = draft.chars.length - count
  for (const list of [draft.chars, draft.at, draft.to, draft.fresh]) list.length = length
  while ((draft.breaks.at(-1) ?? 0) > length) draft.breaks.pop()
}

const isStammer = ({ chars }: Draft, char: string): boolean => {
  if (!isHan(char) || isDigit(char) || chars[chars.length - 1] !== char) return false
  return !isReduplicated(char) || chars[chars.length - 2] === char
}

const isRepeat = (chars: readonly string[], size: number): boolean => {
  const from = chars.length - size
  for (let i = chars.length - 1; i >= from; i--) {
    const char = chars[i] ?? ''
    if (char !== chars[i - size] || !isHan(char) || isDigit(char)) return false
  }
  return true
}

/** Length of the repeat the draft now ends with, 0 for none. */
const repeatLength = ({ chars }: Draft): number => {
  for (let size = 2; size <= LONGEST_REPEAT && 2 * size <= chars.length; size++) if (isRepeat(chars, size)) return size
  return 0
}

/** 那个 is a filler only where a phrase begins; elsewhere it points at something. */
const isFillerWord = ({ chars, fresh }: Draft): boolean =>
  chars[chars.length - 1] === '个' && chars[chars.length - 2] === '那' && fresh[chars.length - 2] === true

const add = (draft: Draft, char: string, at: number, to: number): void => {
  if (isFiller(char)) {
    draft.isFresh = true
    return
  }
  if (isStammer(draft, char)) return
  draft.chars.push(char)
  draft.at.push(at)
  draft.to.push(to)
  draft.fresh.push(draft.isFresh)
  draft.isFresh = false
  if (isFillerWord(draft)) {
    drop(draft, 2)
    draft.isFresh = true
    return
  }
  const repeated = repeatLength(draft)
  if (repeated > 0) drop(draft, repeated)
}

const addOther = (draft: Draft, form: string): void => {
  draft.isFresh = true
  const end = draft.chars.length
  if ([...form].some(endsSentence) && end > 0 && draft.breaks.at(-1) !== end) draft.breaks.push(end)
}

/** Brings what a recogniser wrote into the one form phrases are matched in. Linear; no text makes it throw. */
export const normalise = (text: string): Normalised => {
  const draft: Draft = { chars: [], at: [], to: [], breaks: [], isFresh: true, fresh: [] }
  for (let index = 0; index < text.length; ) {
    const unit = text.charAt(index)
    if (isHan(unit)) {
      add(draft, SIMPLIFIED.get(unit) ?? unit, index, ++index)
      continue
    }
    const unknown = unit === '[' || unit === '<' ? unknownWordAt(text, index) : 0
    const char = unknown > 0 ? '' : String.fromCodePoint(text.codePointAt(index) ?? 0)
    const to = index + (unknown || char.length)
    const form = plainForm(char)
    for (const part of form) {
      if (!isSpoken(part)) continue
      for (let i = 0; i < part.length; i++) add(draft, part.charAt(i), index, to)
    }
    if (!isSpoken(form.charAt(0)) && form.length < 2) addOther(draft, form)
    index = to
  }
  return { text: draft.chars.join(''), at: draft.at, to: draft.to, breaks: draft.breaks }
}

/** The same of an utterance, worked out once for all who listen to it. */
export const normalisedOf = keep(({ text }: Utterance) => normalise(text))
