import type { Cue } from '../cue.ts'
import { type CueHit, compileCues } from '../matcher.ts'
import { type Normalised, normalise } from '../normalize.ts'
import type { Units } from '../units.ts'
import type { ComplaintLexicon } from './lexicon.ts'

/** A place in the text as it was written. */
export type Place = { from: number; to: number }

/** The best phrase of a family with what was said around it; `places` are the phrase and what speaks for it. */
export type Weighed = { points: number; places: Place[] }

/** What the words say of one utterance, counted for a family or not. */
export type Hearing = {
  /** Normalised, and how it sounds. */
  text: string
  sounds: Units
  /** By index of the family. */
  families: ReadonlyMap<number, Weighed>
  /** Indexes of contexts heard anywhere. */
  contexts: readonly number[]
}

type Use = { context: number } | { family: number; points: number }

const collect = (lexicon: ComplaintLexicon): { cues: Cue[]; uses: Use[] } => {
  const cues: Cue[] = []
  const uses: Use[] = []
  const add = (list: readonly Cue[], use: Use) => {
    for (const cue of list) {
      cues.push(cue)
      uses.push(use)
    }
  }
  lexicon.contexts.forEach((item, context) => {
    add(item.cues, { context })
  })
  lexicon.families.forEach(({ phrases }, family) => {
    for (const { points, cues: list } of phrases) add(list, { family, points })
  })
  return { cues, uses }
}

const isFigure = (char: string | undefined): boolean =>
  char !== undefined && ((char >= '0' && char <= '9') || char === '*')

/** 12345 in 13812345678 is no name of anybody. */
const isPartOfNumber = (text: string, { from, to }: Place): boolean =>
  (isFigure(text[from]) && isFigure(text[from - 1])) || (isFigure(text[to - 1]) && isFigure(text[to]))

type Context = ComplaintLexicon['contexts'][number]

/** A hit of a context within its reach of a phrase. What speaks against must not be of the phrase: 不满意 denies nothing. */
const findNear = (
  hits: readonly CueHit[] | undefined,
  phrase: Place,
  { points, before = -1, behind = -1 }: Context,
): CueHit | undefined =>
  hits?.find(({ from, to }) => {
    if (from >= phrase.from && to <= phrase.to) return points > 0
    if (from < phrase.to && to > phrase.from) return true
    return from < phrase.from ? phrase.from - to <= before : from - phrase.to <= behind
  })

/** Prepares complaint words for many utterances. */
export const createWeigher = (lexicon: ComplaintLexicon): ((text: string, normalised?: Normalised) => Hearing) => {
  const { cues, uses } = collect(lexicon)
  const matcher = compileCues(cues)
  const contextIndex = new Map(lexicon.contexts.map(({ id }, index) => [id, index]))
  const around = lexicon.families.map(({ contexts }) => contexts.map((id) => contextIndex.get(id) as number))

  const weigh = (family: number, points: number, hit: CueHit, heard: readonly (CueHit[] | undefined)[]): Weighed => {
    const weighed: Weighed = { points, places: [{ from: hit.from, to: hit.to }] }
    for (const index of around[family] as readonly number[]) {
      const context = lexicon.contexts[index] as Context
      const near = findNear(heard[index], hit, context)
      if (!near) continue
      weighed.points += context.points
      if (context.points > 0) weighed.places.push({ from: near.from, to: near.to })
    }
    return weighed
  }

  return (text, normalised = normalise(text)) => {
    const heard: CueHit[][] = []
    const phrases: { hit: CueHit; family: number; points: number }[] = []
    for (const hit of matcher.find(normalised)) {
      if (hit.weight < lexicon.clear || isPartOfNumber(text, hit)) continue
      const use = uses[hit.cue] as Use
      if ('family' in use) phrases.push({ hit, ...use })
      else {
        const list = heard[use.context] ?? []
        heard[use.context] = list
        list.push(hit)
      }
    }
    const families = new Map<number, Weighed>()
    for (const { hit, family, points } of phrases) {
      const weighed = weigh(family, points, hit, heard)
      if (weighed.points > (families.get(family)?.points ?? Number.NEGATIVE_INFINITY)) families.set(family, weighed)
    }
    return { text: normalised.text, sounds: normalised.sounds, families, contexts: Object.keys(heard).map(Number) }
  }
}
