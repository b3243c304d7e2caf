import fc from 'fast-check'
import { expect, test } from 'vitest'
import { compileCues } from '#server/domain/speech/matcher.ts'
import { normalise } from '#server/domain/speech/normalize.ts'
import { soundsOf } from '#server/domain/speech/sounds.ts'
import { unitsOf } from '#server/domain/speech/units.ts'
import { findNaively } from './naive-matcher.ts'

/** Any UTF-16 units, halves of pairs too. */
const anyUnits = fc
  .array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 40 })
  .map((units) => String.fromCharCode(...units))

const heard = (cue: string, text: string, not?: string[]) =>
  compileCues([{ cue, not }])
    .find(normalise(text))
    .map(({ from, to, isExact }) => ({ said: text.slice(from, to), isExact }))

const CUES = ['您好|好请', '请问 …3 工号', '工号 …2 #', '^ …3 您好', '请问|问您 …1-4 好|好请 …2 #', '工号 …2 $', '您']

const spoken = fc.string({ unit: fc.constantFrom(...'您好请问工号1*三吗嗯，。a'), maxLength: 60 })

test('[SPEECH-4] very characters are found as trying everything finds them', () => {
  const matcher = compileCues(CUES.map((cue) => ({ cue })))
  fc.assert(
    fc.property(spoken, (text) => {
      const hits = matcher.find(normalise(text)).filter(({ isExact }) => isExact)
      const found = CUES.map((_, index) =>
        hits.filter(({ cue }) => cue === index).map(({ from, to }) => ({ from, to })),
      )
      expect(found).toEqual(CUES.map((cue) => findNaively(text, cue)))
    }),
    { numRuns: 300 },
  )
})

test('[SPEECH-4] no text makes it throw, and every hit lies in the original', () => {
  const matcher = compileCues([...CUES, '感谢您的来电', '很高兴为您服务'].map((cue) => ({ cue })))
  const any = fc.oneof(anyUnits, spoken)
  fc.assert(
    fc.property(any, (text) => {
      for (const { from, to, weight } of matcher.find(normalise(text))) {
        expect(from >= 0 && from < to && to <= text.length).toBe(true)
        expect(weight > 0 && weight <= 1).toBe(true)
      }
    }),
    { numRuns: 200 },
  )
})

test.each(['您好请问', '请问您的工号', '您', '1', '请问工号您好请问工', '感谢您的来电感谢'])(
  '[SPEECH-5] the work grows as the text does, also on %s without end',
  (unit) => {
    const matcher = compileCues(
      [...CUES, '请问 …40 工号 …40 您', '感谢您的来电', '请问您的工号是'].map((cue) => ({ cue })),
    )
    const stepsFor = (length: number) => {
      const meter = { steps: 0 }
      const text = unit.repeat(Math.ceil(length / unit.length))
      const own = Array.from(text, (_, i) => i)
      const units = unitsOf(text)
      matcher.find({ text, units, sounds: soundsOf(units), at: own, to: own.map((i) => i + 1), breaks: own }, meter)
      return meter.steps / text.length
    }
    expect(stepsFor(8_000)).toBeLessThan(1.1 * stepsFor(1_000) + 1)
  },
)

test('[SPEECH-5] a hundred kilobytes are no trouble', () => {
  const text = '您好，工号1234，请问您有什么需要。'.repeat(2_000)
  const hits = compileCues([{ cue: '工号 …3 #', not: ['不是工号'] }]).find(normalise(text))
  expect(hits).toHaveLength(2_000)
})

test('[SPEECH-6] a longer phrase is heard with a slip, a short one only as it is', () => {
  expect(heard('感谢您的来电', '那感谢您来电再见')).toEqual([{ said: '感谢您来电', isExact: false }])
  expect(heard('再见', '再说吧')).toEqual([])
})

test('[SPEECH-6] what sounds alike is heard, and never counts as the very words', () => {
  expect(heard('工号', '公号三五')).toEqual([{ said: '公号', isExact: false }])
  expect(heard('感谢您', '感谢你啊')).toEqual([{ said: '感谢你', isExact: false }])
})

test('[SPEECH-6] a negation more is another meaning', () => {
  expect(heard('问题解决了', '问题没解决了')).toEqual([])
})

test('[SPEECH-7] a phrase that is taken away in its sentence is not heard, in another it is', () => {
  expect(heard('投诉', '我不是投诉。', ['不是投诉'])).toEqual([])
  expect(heard('投诉', '我不是投诉。我要投诉', ['不是投诉'])).toEqual([{ said: '投诉', isExact: true }])
})
