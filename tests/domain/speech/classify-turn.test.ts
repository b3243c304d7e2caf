import { expect, test } from 'vitest'
import { createRandom } from '#server/domain/seeded-random.ts'
import { classifyTurn, prepareSpeech } from '#server/domain/speech/classify-turn.ts'
import { shippedLexicon } from '#server/domain/speech/lexicon.ts'
import type { TurnContext } from '#server/domain/speech/model/features.ts'
import { modelSchema, shippedModel } from '#server/domain/speech/model/model.ts'
import { trainModel } from '#tests/train/train-model.ts'

const late: TurnContext = {
  turn: 7,
  sinceAnswerMs: 90_000,
  previous: 'resolution',
  seen: new Set(['opening', 'resolution']),
  need: 1,
}
const first: TurnContext = { turn: 1, sinceAnswerMs: 800, seen: new Set(), need: 0 }

test('[SPEECH-8] an utterance is judged with what was said before it, not by its words alone', () => {
  expect(classifyTurn('您好', first).step).toBe('opening')
  expect(classifyTurn('您好，让您久等了，查到了', late).step).toBe('resolution')
  expect(classifyTurn('嗯', late).isScrap).toBe(true)
})

test('[SPEECH-8] a centre decides which step asking for anything else belongs to', () => {
  const heard = (anythingElse: 'closing' | 'confirmation') => {
    const speech = prepareSpeech({ ...shippedLexicon(), anythingElse }, shippedModel())
    return classifyTurn('请问还有其他需要吗', late, speech).step
  }
  expect([heard('closing'), heard('confirmation')]).toEqual(['closing', 'confirmation'])
})

test('[SPEECH-9] training gives the same model for the same texts and seed', () => {
  const train = () => trainModel(createRandom('test'), 15)
  const model = train()
  expect(modelSchema.safeParse(model).success).toBe(true)
  expect(JSON.stringify(train())).toBe(JSON.stringify(model))
})
