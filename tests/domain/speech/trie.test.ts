import fc from 'fast-check'
import { expect, test } from 'vitest'
import { buildTrie, childOf, ROOT } from '#server/domain/speech/trie.ts'
import { unitsOf } from '#server/domain/speech/units.ts'

const word = fc.string({ unit: fc.constantFrom(...'一二三四五六'), minLength: 1, maxLength: 6 })

test('[SPEECH-4] a trie leads along every word it was made of to where that word ends, and along no other', () => {
  fc.assert(
    fc.property(fc.array(word, { maxLength: 300 }), word, (words, other) => {
      const trie = buildTrie(words.map(unitsOf))
      const follow = (text: string) => {
        let node = ROOT
        for (const unit of unitsOf(text)) {
          node = childOf(trie, node, trie.letters[unit] as number)
          if (node === ROOT) return undefined
        }
        return trie.ends[node]
      }
      const wanted = (text: string) => words.flatMap((own, index) => (own === text ? [index] : []))
      for (const own of words) expect(follow(own)).toEqual(wanted(own))
      expect(follow(other) ?? []).toEqual(wanted(other))
    }),
  )
})
