import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Utterance } from '#server/domain/call/call.ts'
import { peakOf, read, say } from './say.ts'

const MINUTE = 60_000

test('[CMPL-1] what an agent says, and what is not said to the end, does not count', () => {
  const threat = '我马上就去12300投诉你们'
  expect(read([say(threat, { role: 'agent' })]).peak).toBe(0)
  expect(read([say(threat, { isFinal: false })]).peak).toBe(0)
  expect(read([say(threat)]).peak).toBe(3)
})

test('[CMPL-2] a level shows the words it rests on, where they stand', () => {
  const text = '你听着，不退的话我明天就去消协告你们'
  const { changes } = read([say(text, { utteranceId: 'a', at: 7 })])
  expect(changes).toMatchObject([{ level: 3, at: 7 }])
  const evidence = changes.flatMap((change) => change.evidence)
  expect(evidence.some((item) => item.text.includes('消协'))).toBe(true)
  for (const { utteranceId, from, to, text: marked } of evidence) {
    expect(utteranceId).toBe('a')
    expect(text.slice(from, to)).toBe(marked)
  }
})

test('[CMPL-5] two different things of level 1 make 2 only when they come in different utterances', () => {
  const both = '你们这网太差了，再这样我就换别家了'
  expect(peakOf(both)).toBe(1)
  const { changes } = read([say('你们这网太差了', { at: 0 }), say('再这样我就换别家了', { at: 9000 })])
  expect(changes.map(({ level }) => level)).toEqual([1, 2])
  expect(changes.at(-1)?.families.toSorted()).toEqual(['churn', 'dissatisfied'])
})

test('[CMPL-5] strong anger on top of level 2 makes 3', () => {
  const { changes } = read([say('叫你们经理来跟我说', { at: 0 }), say('欺人太甚，气死我了', { at: 9000 })])
  expect(changes.map(({ level }) => level)).toEqual([2, 3])
})

test('[CMPL-6] mood fades, the peak stays', () => {
  const calls = [say('你们这网太差了', { at: 0 })]
  expect(read(calls, { asOf: MINUTE - 1 })).toMatchObject({ level: 1, peak: 1 })
  expect(read(calls, { asOf: MINUTE })).toMatchObject({ level: 0, peak: 1 })
  const again = [...calls, say('真的太慢了', { at: MINUTE / 2 })]
  expect(read(again, { asOf: MINUTE * 1.5 }).level).toBe(1)
  expect(read(again, { asOf: MINUTE * 4 }).level).toBe(0)
})

test('[CMPL-6] what was threatened does not fade', () => {
  expect(read([say('我马上就去12300投诉你们', { at: 0 })], { asOf: 60 * MINUTE }).level).toBe(3)
})

test('[CMPL-7] a mood called negative upstream feeds one that was heard and begins none', () => {
  const calls = [say('你们这网太差了', { at: 0 })]
  expect(read(calls, { negativeAt: [MINUTE / 2], asOf: MINUTE }).level).toBe(1)
  expect(read([say('帮我查一下话费')], { negativeAt: [500] }).peak).toBe(0)
})

const SAID = ['你们这网太差了', '再这样我就换别家了', '叫你们经理来', '我马上就去12300投诉你们', '谢谢', '气死我了']

/** A revision says the same whenever it is sent; the last speaker is an agent. */
const utterance: fc.Arbitrary<Utterance> = fc
  .record({
    id: fc.integer({ min: 0, max: 5 }),
    revision: fc.integer({ min: 1, max: 3 }),
    isFinal: fc.boolean(),
  })
  .map(({ id, revision, isFinal }) => ({
    utteranceId: `u${id}`,
    revision,
    isFinal,
    role: id === 5 ? 'agent' : 'customer',
    text: SAID[(id + revision + Number(isFinal)) % SAID.length] as string,
    at: id * 20_000,
  }))

test('[CMPL-8] order, doubles and older revisions change nothing', () => {
  fc.assert(
    fc.property(fc.array(utterance, { maxLength: 12 }), fc.infiniteStream(fc.nat()), (utterances, order) => {
      const expected = read(utterances)
      const keyed = [...utterances, ...utterances].map((item) => ({ item, key: order.next().value as number }))
      const shuffled = keyed.toSorted((a, b) => a.key - b.key).map(({ item }) => ({ ...item }))
      expect(read(shuffled)).toEqual(expected)
      const last = new Map<string, Utterance>()
      for (const item of utterances) {
        const old = last.get(item.utteranceId)
        const isLater = !old || item.revision > old.revision || (item.revision === old.revision && item.isFinal)
        if (isLater) last.set(item.utteranceId, item)
      }
      expect(read([...last.values()])).toEqual(expected)
    }),
    { numRuns: 150 },
  )
})

test('[CMPL-8] an utterance that was put right counts as it is now, at the time it was first heard', () => {
  const first = say('我马上就去12300投诉你们', { utteranceId: 'a', at: 5 })
  const second = say('我不去投诉你们', { utteranceId: 'a', at: 9000, revision: 2 })
  expect(read([first, second]).peak).toBe(0)
  const third = say('我叫你们经理来说', { utteranceId: 'a', at: 12000, revision: 3 })
  expect(read([third, second, first]).changes).toMatchObject([{ level: 2, at: 5 }])
})
