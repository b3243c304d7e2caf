import type { Utterance } from '../call/call.ts'
import { keep, keepLast } from '../keep.ts'
import type { Cue } from '../speech/cue.ts'
import { compileCues, type Matcher } from '../speech/matcher.ts'
import { type Normalised, normalise, normalisedOf } from '../speech/normalize.ts'
import type { Playbook } from './playbook.ts'

/** What an utterance is listened to for. A test's id is that of its condition or exemption. */
type Meaning = { kind: 'action' | 'forbidden' | 'condition' | 'exemption'; id: string }
export type SpokenHit = Meaning & { from: number; to: number; weight: number; isExact: boolean }

type Role = 'agent' | 'customer'
type Ear = { matcher: Matcher; meanings: readonly Meaning[] }

/** Heard less surely than this nothing is proved; and nobody is blamed for words that only sound alike. */
const PROOF = 0.5
const isProof = ({ kind }: Meaning, weight: number, isExact: boolean) =>
  weight >= PROOF && (kind !== 'forbidden' || isExact)

const listCues = (playbook: Playbook, role: Role): { cue: Cue; meaning: Meaning }[] => {
  const found: { cue: Cue; meaning: Meaning }[] = []
  const add = (meaning: Meaning, cues: readonly Cue[]) => {
    for (const cue of cues) found.push({ cue, meaning })
  }
  for (const { id, cues } of playbook.actions) add({ kind: 'action', id }, cues[role])
  if (role === 'agent') for (const { id, cues } of playbook.forbidden) add({ kind: 'forbidden', id }, cues)
  for (const kind of ['condition', 'exemption'] as const)
    for (const { id, tests } of playbook[`${kind}s`])
      for (const test of tests) if (test.by === 'said' && test.role === role) add({ kind, id }, test.cues)
  return found
}

const earOf = (playbook: Playbook, role: Role): Ear => {
  const listed = listCues(playbook, role)
  return { matcher: compileCues(listed.map(({ cue }) => cue)), meanings: listed.map(({ meaning }) => meaning) }
}

const earsOf = keep(
  (playbook: Playbook): Record<Role, Ear> => ({
    agent: earOf(playbook, 'agent'),
    customer: earOf(playbook, 'customer'),
  }),
)

const findIn = (playbook: Playbook, role: string, normalised: Normalised): SpokenHit[] => {
  if (role !== 'agent' && role !== 'customer') return []
  const { matcher, meanings } = earsOf(playbook)[role]
  const hits: SpokenHit[] = []
  for (const { cue, from, to, weight, isExact } of matcher.find(normalised)) {
    const meaning = meanings[cue] as Meaning
    const { kind, id } = meaning
    if (isProof(meaning, weight, isExact)) hits.push({ kind, id, from, to, weight, isExact })
  }
  return hits
}

/** What one side's words mean to the playbook. Words of other parties mean nothing to it. */
export const findMeanings = (playbook: Playbook, role: string, text: string): SpokenHit[] =>
  findIn(playbook, role, normalise(text))

const meanings = keepLast((utterance: Utterance, playbook: Playbook) =>
  findIn(playbook, utterance.role, normalisedOf(utterance)),
)

/** The same of an utterance, worked out once for the playbook it was last asked by. */
export const meaningsOf = (playbook: Playbook, utterance: Utterance): readonly SpokenHit[] =>
  meanings(utterance, playbook)
