import { endsSentence, isHan, isSpoken, SIMPLIFIED } from './characters.ts'

/** Kinds of a form: said, a pause, a pause that ends a sentence, or not told by one code unit alone. */
export const SAID = 0x10000
export const PAUSE = 0x20000
export const ENDS = 0x40000
const UNCLEAR = 0x80000

/** A form's code unit, without its kind. */
export const UNIT = 0xffff

/** One width, one case, simplified. */
export const plainForm = (char: string): string => {
  const form = char.normalize('NFKC').toLowerCase()
  return SIMPLIFIED.get(form) ?? form
}

const isSurrogate = (unit: number): boolean => unit >= 0xd800 && unit <= 0xdfff

const kindOf = (unit: number, form: string): number => {
  if (isSurrogate(unit) || form.length !== 1) return UNCLEAR
  if (isSpoken(form)) return SAID
  // An unknown word may begin with it.
  if (form === '[' || form === '<') return UNCLEAR
  return endsSentence(form) ? PAUSE | ENDS : PAUSE
}

/** By code unit, its form and kind; 0 = not asked for yet. */
const forms = new Int32Array(UNIT + 1)

const learn = (unit: number): number => {
  const char = String.fromCharCode(unit)
  const form = isHan(unit) ? (SIMPLIFIED.get(char) ?? char) : plainForm(char)
  const known = kindOf(unit, form) | form.charCodeAt(0)
  forms[unit] = known
  return known
}

/** How a code unit is written where phrases are matched, and its kind. */
export const formOf = (unit: number): number => forms[unit] || learn(unit)
