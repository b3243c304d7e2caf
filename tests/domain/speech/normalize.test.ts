import fc from 'fast-check'
import { expect, test } from 'vitest'
import { normalise, normalisedOf } from '#server/domain/speech/normalize.ts'

/** Any UTF-16 units, halves of pairs too. */
const anyUnits = fc
  .array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 40 })
  .map((units) => String.fromCharCode(...units))

const textOf = (text: string) => normalise(text).text

test('[SPEECH-1] width, case, punctuation, blanks, lost words and split marks go', () => {
  expect(textOf('ＷｉＦｉ，连 不_上 [UNK]吗？')).toBe('wifi连不上吗')
})

test('[SPEECH-1] traditional characters and 幺 become what they are matched as', () => {
  expect(textOf('請問您的電話號碼是幺三八')).toBe('请问您的电话号码是1三八')
})

test('[SPEECH-1] fillers go, and 那个 only where it points at nothing', () => {
  expect(textOf('嗯那个呃我想问一下那个套餐')).toBe('我想问一下那个套餐')
  expect(textOf('唔系投诉')).toBe('唔系投诉')
})

test('[SPEECH-1] a stammer and a restart are said once, a doubled word and a number stay', () => {
  expect(textOf('您您您好请问请问看看1166')).toBe('您好请问看看1166')
})

test('[SPEECH-1] the end of a sentence is remembered where the recogniser wrote one', () => {
  expect(normalise('好的。再见').breaks).toEqual([2])
})

test('[SPEECH-2] every character knows where it was written', () => {
  fc.assert(
    fc.property(anyUnits, (text) => {
      const { text: short, at, to } = normalise(text)
      expect([at.length, to.length]).toEqual([short.length, short.length])
      for (let i = 0; i < short.length; i++) {
        expect(at[i]).toBeLessThan(to[i] ?? 0)
        expect(to[i]).toBeLessThanOrEqual(text.length)
        expect(at[i]).toBeGreaterThanOrEqual(at[i - 1] ?? 0)
      }
    }),
    { numRuns: 200 },
  )
})

test('[SPEECH-2] normalising twice is normalising once', () => {
  const spoken = fc.string({ unit: fc.constantFrom(...'您好那个嗯看看请问12。，_谢'), maxLength: 40 })
  fc.assert(
    fc.property(spoken, (text) => {
      const once = textOf(text.replace(/[。，_]/g, ''))
      expect(textOf(once)).toBe(once)
    }),
    { numRuns: 300 },
  )
})

test('[SPEECH-2] a long text is no trouble', () => {
  expect(textOf('请问您好，'.repeat(20_000)).length).toBeLessThan(100_000)
})

test('[KEEP-6] what was normalised for the listeners of an utterance is not kept beyond the turn of the event loop', async () => {
  const utterance = { utteranceId: 'u1', revision: 0, isFinal: true, role: 'agent', text: '您好', at: 0 } as const
  const normalised = normalisedOf(utterance)
  expect(normalisedOf(utterance)).toBe(normalised)
  await Promise.resolve()
  expect(normalisedOf(utterance)).not.toBe(normalised)
})
