import { expect, test } from 'vitest'
import shipped from '#server/domain/speech/complaint/complaint.v1.json' with { type: 'json' }
import { COMPLAINT_FAMILIES, complaintLexiconSchema } from '#server/domain/speech/complaint/lexicon.ts'
import { shippedComplaintLexicon } from '#server/domain/speech/complaint/load.ts'

const faultsOf = (change: object): string[] => {
  const read = complaintLexiconSchema.safeParse({ ...shipped, ...change })
  return read.success ? [] : read.error.issues.map(({ message }) => message)
}

const family = (cue: string, contexts: string[] = []) => ({
  families: [{ family: 'media', level: 3, contexts, phrases: [{ points: 3, cues: [cue] }] }],
})

test('[CMPL-9] what is shipped can be read and has every family once', () => {
  const { families, version } = shippedComplaintLexicon()
  expect(version).toBe(1)
  expect(families.map((item) => item.family).toSorted()).toEqual([...COMPLAINT_FAMILIES].toSorted())
})

test('[CMPL-9] a class of words stands for its members', () => {
  const read = complaintLexiconSchema.parse({
    ...shipped,
    words: { ...shipped.words, paper: '晚报|早报' },
    ...family('找 {paper}'),
  })
  expect(read.families[0]?.phrases[0]?.cues).toEqual([{ cue: '找 晚报|早报' }])
})

test.each([
  ['an unknown class', family('找 {nobody}'), 'no class of words is called nobody'],
  ['a cue that cannot be read', family('找 …99 晚报'), 'at most 40 characters'],
  ['an unknown context', family('找晚报', ['nowhere']), 'media: there is no context nowhere'],
])('[CMPL-9] %s is refused with what to change', (_, change, message) => {
  expect(faultsOf(change).join()).toContain(message)
})
