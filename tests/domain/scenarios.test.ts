import { expect, test } from 'vitest'
import { foldCall } from '#server/domain/call/fold.ts'
import { settingsOf } from '#server/domain/feed/law-book.ts'
import { testBook } from '#tests/support/law-book.ts'
import { type CallStory, call } from '#tests/support/scenario.ts'

const settings = settingsOf(
  testBook([
    { kind: 'queue', key: 'q1', scenario: 'inquiry' },
    { kind: 'dialled', key: '10010', scenario: 'complaint' },
    { kind: 'ivr', key: '3', scenario: 'after_sales' },
  ]),
  undefined,
)
const scenarioOf = (story: CallStory) => {
  const told = foldCall('f', 'c1', story.entries(), 'time', settings).call
  return [told.scenario, told.scenarioSource]
}

test('[SCEN-1] nobody says: the scenario is unknown', () => {
  expect(scenarioOf(call().queued(0, 'q9'))).toEqual([undefined, 'none'])
})

test('[SCEN-2] the settings go by IVR key, then dialled number, then the queue joined last', () => {
  expect(scenarioOf(call().offered(0).queued(1, 'q1'))).toEqual(['inquiry', 'settings'])
  expect(scenarioOf(call().offered(0, { dialled: '10010' }).queued(1, 'q1'))).toEqual(['complaint', 'settings'])
  expect(scenarioOf(call().offered(0, { dialled: '10010', ivrKey: '3' }).queued(1, 'q1'))).toEqual([
    'after_sales',
    'settings',
  ])
})

test('[SCEN-3] a tag beats the settings, a hand beats both, whatever comes last', () => {
  const story = call().tagged(1, 'business_handling').queued(2, 'q1')
  expect(scenarioOf(story)).toEqual(['business_handling', 'event'])
  expect(scenarioOf(story.setByHand(3, 'complaint').tagged(4, 'inquiry'))).toEqual(['complaint', 'person'])
})

test('[SCEN-4] the same source may change its mind, and every change is kept with source and time', () => {
  const story = call().queued(0, 'q1').tagged(5, 'inquiry').tagged(9, 'complaint')
  const told = foldCall('f', 'c1', story.entries(), 'time', settings).call
  expect(told.scenarios.map(({ scenario, source }) => `${scenario} by ${source}`)).toEqual([
    'inquiry by settings',
    'inquiry by event',
    'complaint by event',
  ])
})

test('[SCEN-5] a new scenario judges the whole call again: what it never lets go is checked back', () => {
  const story = call()
    .queued(0, 'callback')
    .answers(5, '1001')
    .goesThrough(6, 5, 'opening', 'need_identification', 'closing')
  expect(story.wrongs()).toEqual([])
  expect(story.tagged(30, 'complaint').wrongs()).toEqual([
    'step_skipped confirmation holding',
    'step_skipped resolution holding',
  ])
})

test('[SCEN-5] a transfer to a queue of another scenario does not judge the agent before by its limits', () => {
  const story = call()
    .queued(0, 'complaint')
    .answers(5, '1001')
    .step(6, 'opening')
    .step(10, 'need_identification')
    .step(150, 'resolution')
    .transfers(200, 'blind')
    .queued(201, 'inquiry')
    .answers(210, '1002')
  expect(story.fold().scenario).toBe('inquiry')
  expect(story.wrongs().filter((wrong) => wrong.startsWith('step_dwell'))).toEqual([])
})
