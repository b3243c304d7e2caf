import fc from 'fast-check'
import { expect, test } from 'vitest'
import { STEPS } from '#server/domain/words.ts'
import { readSteps } from '#tests/support/read-steps.ts'
import { heardCall, talk } from './talk.ts'

const OPENING = 'A: 您好，工号一零二四，很高兴为您服务'
const NEED = 'C: 我想查一下上个月的话费，怎么多扣了二十块钱'
const WORK = [
  'A: 请稍等，我帮您查询一下',
  'A: 您好，查到了，您上个月开通了一个来电提醒，每月二十元',
  'A: 我这边已经帮您取消了，下个月生效',
]
const CHECK = 'A: 我这样解释您清楚了吗'
const CLOSING = ['A: 请问还有其他可以帮您的吗', 'C: 没有了谢谢', 'A: 感谢您的来电，祝您生活愉快，再见']

const whole = talk(OPENING, NEED, ...WORK, CHECK, ...CLOSING)
const statuses = (...args: Parameters<typeof readSteps>) => {
  const { steps } = readSteps(...args)
  return STEPS.map((step) => steps[step].status)
}

test('[SPEECH-10] a whole call shows all five steps, each with the words that show it', () => {
  const { steps, visits } = readSteps(whole, heardCall())
  expect(STEPS.map((step) => steps[step].status)).toEqual(STEPS.map(() => 'done'))
  expect(steps.closing.evidence.map(({ text }) => text).join()).toContain('还有其他')
  for (const step of STEPS)
    for (const { utteranceId, from, to, text } of steps[step].evidence)
      expect(whole.find((u) => u.utteranceId === utteranceId)?.text.slice(from, to)).toBe(text)
  // The opening ends where the customer says what it is about.
  expect(visits.map(({ step }) => step)).toEqual([
    'opening',
    'need_identification',
    'resolution',
    'confirmation',
    'closing',
  ])
})

test('[SPEECH-10] what the customer wants is identified by saying it', () => {
  expect(readSteps(talk(OPENING, NEED, ...WORK), heardCall()).steps.need_identification.status).toBe('done')
})

test('[SPEECH-11] confirmation is left out once the agent closes after handling, and not before', () => {
  const begun = talk(OPENING, NEED, ...WORK)
  expect(statuses(begun, heardCall({ endedAt: undefined, endCause: undefined, streamEnded: 'open' }))[3]).toBe(
    'pending',
  )
  expect(statuses(talk(OPENING, NEED, ...WORK, ...CLOSING), heardCall())[3]).toBe('skipped')
})

test('[SPEECH-11] closing is left out only where the agent hung up', () => {
  const cut = talk(OPENING, NEED, ...WORK)
  expect(statuses(cut, heardCall({ endCause: 'agent_hangup' }))[4]).toBe('skipped')
  for (const endCause of ['customer_hangup', 'transferred', 'lost'] as const)
    expect(statuses(cut, heardCall({ endCause }))[4]).toBe('not_applicable')
})

test('[SPEECH-11] an opening is left out after two utterances of the agent and twenty seconds', () => {
  const blunt = talk(NEED, ...WORK, CHECK)
  expect(statuses(blunt.slice(0, 2), heardCall({ endedAt: undefined, streamEnded: 'open' }))[0]).toBe('pending')
  expect(statuses(blunt, heardCall())[0]).toBe('skipped')
})

test('[SPEECH-12] nothing is called skipped where the transcript failed, is absent, or has a gap', () => {
  const poor = talk(...WORK, ...CLOSING)
  const contexts = [
    heardCall({ streamEnded: 'failed', endCause: 'agent_hangup' }),
    heardCall({ streamEnded: 'absent', endCause: 'agent_hangup' }),
    heardCall({ gaps: [{ from: 0, to: 5_000 }], endCause: 'agent_hangup' }),
  ]
  for (const context of contexts) expect(statuses(poor, context)).not.toContain('skipped')
  expect(statuses([], heardCall({ streamEnded: 'absent' }))).toEqual(STEPS.map(() => 'unknown'))
})

test('[SPEECH-11] a survey owes neither resolution nor confirmation', () => {
  const survey = talk('A: 您好，这里是客服回访，请问现在方便吗', 'C: 方便', 'A: 请问您对这次上门服务满意吗', ...CLOSING)
  const outbound = heardCall({ direction: 'outbound', scenario: 'satisfaction_callback' })
  expect(statuses(survey, outbound)).not.toContain('skipped')
})

test('[SPEECH-12] a question just before the farewell leaves it open whether that was the check', () => {
  const asked = talk(OPENING, NEED, ...WORK, 'A: 门口那只小猫是您养的不', ...CLOSING)
  expect(statuses(asked, heardCall())[3]).not.toBe('skipped')
})

test('[SPEECH-12] a customer who says how it now stands may have been given the check', () => {
  const recap = 'C: 哦那就是下个月一号开始少扣十块呗'
  const agreed = talk(OPENING, NEED, ...WORK, recap, 'A: 对', ...CLOSING)
  expect(statuses(agreed, heardCall())[3]).toBe('unknown')
  const later = [...WORK, ...WORK].flatMap((line) => [line, 'C: 嗯'])
  const early = talk(OPENING, NEED, recap, 'A: 对', ...later, ...CLOSING)
  expect(statuses(early, heardCall())[3]).toBe('skipped')
})

test('[SPEECH-12] some sort of farewell in the last turn of an agent who hangs up may have been the closing', () => {
  const left = (last: string) =>
    statuses(talk(OPENING, NEED, ...WORK, CHECK, last), heardCall({ endCause: 'agent_hangup' }))[4]
  expect(left('A: 行那我先忙了啊')).not.toBe('skipped')
  expect(left('A: 已经给您改好了')).toBe('skipped')
})

test('[SPEECH-8] utterances between which nobody else spoke are one turn, and those before help to tell the next', () => {
  const cut = talk('A: 您好', 'A: 这里是移动', 'A: 服务热线', 'A: 请问有什么可以帮您', NEED, ...WORK, CHECK, ...CLOSING)
  expect(
    readSteps(cut, heardCall())
      .turns.slice(0, 4)
      .map(({ step }) => step),
  ).toEqual(Array(4).fill('opening'))
})

test('[SPEECH-12] a call that begins unheard may have had its greeting', () => {
  const late = talk(NEED, ...WORK, CHECK).map((u) => ({ ...u, at: u.at + 20_000 }))
  expect(statuses(late, heardCall())[0]).toBe('unknown')
})

test('[SPEECH-12] a 您好 after a hold is no opening', () => {
  const { turns } = readSteps(whole, heardCall())
  expect(turns.find(({ utteranceId }) => utteranceId === 'u3')?.step).toBe('resolution')
})

test('[SPEECH-13] words still being said show what is in progress, and nothing else', () => {
  const open = heardCall({ endedAt: undefined, endCause: undefined, streamEnded: 'open' })
  const reading = readSteps(talk(OPENING, NEED, ...WORK, 'A~: 请问还有其他可以帮'), open)
  expect(reading.beingSaid).toBe('closing')
  expect({ ...reading, beingSaid: undefined }).toEqual(readSteps(talk(OPENING, NEED, ...WORK), open))
})

test('[SPEECH-14] order, doubles and earlier revisions make no difference', () => {
  const drafts = whole.map((u) => ({ ...u, text: u.text.slice(0, 5), isFinal: false }))
  const final = whole.map((u) => ({ ...u, revision: 1 }))
  const expected = readSteps(final, heardCall())
  const sent = fc.shuffledSubarray([...drafts, ...final, ...final], { minLength: 3 * whole.length })
  fc.assert(
    fc.property(sent, (utterances) => {
      expect(readSteps(utterances, heardCall())).toEqual(expected)
    }),
    { numRuns: 20 },
  )
})

test('[SPEECH-14] offsets decide the order where a recogniser gives them', () => {
  const final = whole.map((u, index) => ({ ...u, at: 500_000 - index, beginOffsetMs: u.at }))
  const expected = readSteps(whole, heardCall())
  expect(readSteps(final, heardCall()).turns).toEqual(expected.turns)
})
