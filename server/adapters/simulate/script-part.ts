import type { FACT_NAMES } from '#server/domain/words.ts'

/** One thing of a talk: a sentence, in one of several wordings, or what a system tells; `does` names the actions it proves. */
export type Part = { does: readonly string[] } & (
  | { do: 'say'; role: 'agent' | 'customer'; texts: readonly string[] }
  | { do: 'tell'; fact: (typeof FACT_NAMES)[number] }
  | { do: 'tag' }
)

const listOf = (does: string) => does.split(' ').filter((id) => id !== '')

/** Actions parted by blanks, none for what is only talk; wordings with placeholders as in the playbook. */
export const says = (does: string, ...texts: string[]): Part => ({
  does: listOf(does),
  do: 'say',
  role: 'agent',
  texts,
})
export const hears = (does: string, ...texts: string[]): Part => ({
  does: listOf(does),
  do: 'say',
  role: 'customer',
  texts,
})
export const tells = (does: string, fact: (typeof FACT_NAMES)[number]): Part => ({
  does: listOf(does),
  do: 'tell',
  fact,
})
export const tags: Part = { does: ['NEED_TAG'], do: 'tag' }
