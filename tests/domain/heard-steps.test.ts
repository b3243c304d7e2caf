import { expect, test } from 'vitest'
import { readCall } from '#server/domain/call/reading.ts'
import { lawOf } from '#server/domain/feed/law-book.ts'
import { STEPS } from '#server/domain/words.ts'
import { answeredComplaint, book, type CallStory } from '#tests/support/scenario.ts'

const stepsOf = (story: CallStory) => {
  const told = story.fold()
  const reading = readCall(told, lawOf(book, told)).segments[0]
  if (!reading) throw new Error('the story has no segment')
  return reading
}
const statuses = (story: CallStory) => STEPS.map((step) => stepsOf(story).steps[step].status).join(' ')

const heard = () =>
  answeredComplaint()
    .listens(10)
    .agent(12, '您好，这里是蓝海通信客服，工号3082，请问有什么可以帮您')
    .customer(18, '我的宽带断了三天了，一直没人管')
    .agent(26, '您反映的是宽带断线，从哪一天开始的呢')
    .agent(40, '我帮您查一下，核实下来是小区线路的问题')
    .agent(60, '我给您申请安排师傅上门处理')

test('[STEP-11] where nobody tells the steps, what is said tells them, as inferred and with its words', () => {
  const { steps, current, hasEvidence } = stepsOf(heard())
  expect(hasEvidence).toBe(true)
  expect(steps.opening).toMatchObject({ status: 'done', source: 'inferred' })
  expect(steps.opening.evidence[0]).toMatchObject({ kind: 'utterance' })
  expect(steps.need_identification.status).toBe('done')
  expect(current).toBe('resolution')
})

test('[STEP-11] a script’s word stands, and what it does not tell is filled in from what was said', () => {
  const told = heard().step(11, 'opening').step(20, 'need_identification')
  const { steps, current } = stepsOf(told)
  expect(steps.opening).toMatchObject({ status: 'done', source: 'script' })
  expect(current).toBe('need_identification')
  expect(steps.resolution).toMatchObject({ status: 'done', source: 'inferred' })
})

test('[STEP-11] without a transcript that began in time nothing is skipped for want of words', () => {
  const unheard = answeredComplaint().agent(60, '谢谢您来电，祝您生活愉快，再见').hangsUp(70, 'agent')
  expect(statuses(unheard)).not.toContain('skipped')
  expect(unheard.wrongs().filter((wrong) => wrong.startsWith('step_skipped'))).toEqual([])
})

test('[STEP-11] a closing with no confirmation before it is a skip from then on, where everything was heard', () => {
  const closed = heard().agent(80, '还有其他问题吗').agent(86, '谢谢您来电，祝您生活愉快，再见')
  expect(stepsOf(closed).steps.confirmation).toMatchObject({ status: 'skipped', source: 'inferred' })
  expect(closed.wrongs()).toContain('step_skipped confirmation holding')
})
