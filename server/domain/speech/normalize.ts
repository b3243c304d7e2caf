import type { Utterance } from '../call/call.ts'
import { endsSentence, isDigit, isFiller, isHan, isReduplicated, isSpoken } from './characters.ts'
import { ENDS, formOf, PAUSE, plainForm, SAID, UNIT } from './forms.ts'
import { soundsOf } from './sounds.ts'
import { textOf, type Units } from './units.ts'

/** An utterance as it is matched, and the way back to what was written. */
export type Normalised = {
  text: string
  /** The same place by place, and as it sounds. */
  units: Units
  sounds: Units
  /** Index in the original where character i of `text` begins. */
  at: readonly number[]
  /** Index in the original behind character i. */
  to: readonly number[]
  /** Places in `text` before which a sentence ends; none where the recogniser writes no punctuation. */
  breaks: readonly number[]
}

/** `units` are the characters so far, `fresh` tells which of them begin a phrase. */
type Draft = { units: number[]; at: number[]; to: number[]; breaks: number[]; isFresh: boolean; fresh: boolean[] }

const UNKNOWN_WORDS = ['[unk]', '<unk>']
/** Repeats of up to so many characters in a row are a restart: 请问请问 is 请问. */
const LONGEST_REPEAT = 4
const [THAT, ONE] = ['那'.charCodeAt(0), '个'.charCodeAt(0)]

const unknownWordAt = (text: string, index: number): number =>
  UNKNOWN_WORDS.find((word) => text.slice(index, index + word.length).toLowerCase() === word)?.length ?? 0

const drop = (draft: Draft, count: number): void => {
  const length = draft.units.length - count
  draft.units.length = length
  draft.at.length = length
  draft.to.length = length
  draft.fresh.length = length
  while ((draft.breaks.at(-1) ?? 0) > length) draft.breaks.pop()
}

/** A figure may be said twice. */
const isWord = (unit: number): boolean => isHan(unit) && !isDigit(unit)

const isStammer = ({ units }: Draft, unit: number): boolean => {
  const end = units.length
  if (end === 0 || units[end - 1] !== unit || !isWord(unit)) return false
  return !isReduplicated(unit) || (end > 1 && units[end - 2] === unit)
}

const isRepeat = (units: readonly number[], size: number): boolean => {
  const from = units.length - size
  for (let i = units.length - 1; i >= from; i--) {
    const unit = units[i] as number
    if (unit !== units[i - size] || !isWord(unit)) return false
  }
  return true
}

/** Length of the repeat the draft now ends with, 0 for none. */
const repeatLength = ({ units }: Draft): number => {
  for (let size = 2; size <= LONGEST_REPEAT && 2 * size <= units.length; size++) if (isRepeat(units, size)) return size
  return 0
}

/** 那个 is a filler only where a phrase begins; elsewhere it points at something. */
const isFillerWord = ({ units, fresh }: Draft): boolean => {
  const end = units.length
  return end > 1 && units[end - 1] === ONE && units[end - 2] === THAT && fresh[end - 2] === true
}

const add = (draft: Draft, unit: number, at: number, to: number): void => {
  if (isFiller(unit)) {
    draft.isFresh = true
    return
  }
  if (isStammer(draft, unit)) return
  draft.units.push(unit)
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

const pause = (draft: Draft, isEnd: boolean): void => {
  draft.isFresh = true
  const end = draft.units.length
  if (isEnd && end > 0 && draft.breaks.at(-1) !== end) draft.breaks.push(end)
}

/** What one code unit does not tell: a pair, what becomes several characters, an unknown word. Gives the place behind it. */
const addUnclear = (draft: Draft, text: string, index: number): number => {
  const unknown = unknownWordAt(text, index)
  const char = unknown > 0 ? '' : String.fromCodePoint(text.codePointAt(index) ?? 0)
  const to = index + (unknown || char.length)
  const form = plainForm(char)
  for (const part of form) {
    if (!isSpoken(part)) continue
    for (let i = 0; i < part.length; i++) add(draft, part.charCodeAt(i), index, to)
  }
  if (form.length < 2 && !isSpoken(form)) pause(draft, form !== '' && endsSentence(form))
  return to
}

/** Brings what a recogniser wrote into the one form phrases are matched in. Linear; no text makes it throw. */
export const normalise = (text: string): Normalised => {
  const draft: Draft = { units: [], at: [], to: [], breaks: [], isFresh: true, fresh: [] }
  for (let index = 0; index < text.length; ) {
    const form = formOf(text.charCodeAt(index))
    if ((form & SAID) > 0) add(draft, form & UNIT, index, ++index)
    else if ((form & PAUSE) > 0) {
      pause(draft, (form & ENDS) > 0)
      index++
    } else index = addUnclear(draft, text, index)
  }
  const { units, at, to, breaks } = draft
  return { text: textOf(units), units, sounds: soundsOf(units), at, to, breaks }
}

let newest: { utterance: Utterance; normalised: Normalised } | undefined

const forgetNewest = (): void => {
  newest = undefined
}

/** The same of an utterance; the last one is kept for those who listen to it one after the other. */
export const normalisedOf = (utterance: Utterance): Normalised => {
  if (newest?.utterance === utterance) return newest.normalised
  // What somebody said must not outlive its erasure here.
  if (!newest) queueMicrotask(forgetNewest)
  newest = { utterance, normalised: normalise(utterance.text) }
  return newest.normalised
}
