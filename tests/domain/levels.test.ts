import { expect, test } from 'vitest'
import { levelAt } from '#server/domain/call/levels.ts'
import { useOf } from '#server/domain/playbook/policy.ts'
import { T0 } from '#tests/support/entries.ts'
import { answeredComplaint, type CallStory, secondOf } from '#tests/support/scenario.ts'

const THREAT = '我明天就去12315投诉你们'
const SUPERIOR = '叫你们经理来跟我说'
const SLOW = '你们这网太差了'
const LEAVES = '再这样我就换别家了'

const reached = (story: CallStory, second = 0) =>
  levelAt(story.fold(), T0 + second * 1000).changes.map(
    ({ level, at, source }) => `${level} ${source} ${Math.round(secondOf(at) ?? 0)}`,
  )
const now = (story: CallStory, second = 0) => levelAt(story.fold(), T0 + second * 1000).level

test('[CMPL-12] words raise the level, with every place they rest on', () => {
  const story = answeredComplaint().customer(20, SUPERIOR).customer(40, THREAT)
  expect(reached(story)).toEqual(['2 words 20', '3 words 40'])
  const [, threat] = levelAt(story.fold(), 0).changes
  expect(threat?.segmentId).toBe('c1-s1')
  expect(threat?.evidence.map(({ text }) => text).join('')).toContain('12315')
  for (const { said, text } of threat?.evidence ?? []) expect(THREAT.slice(said?.from, said?.to)).toBe(text)
})

test('[CMPL-12] what an agent reads out, and what is not said to the end, raises nothing', () => {
  const story = answeredComplaint().agent(20, THREAT).says(30, THREAT, { isFinal: false })
  expect(levelAt(story.fold(), 0)).toMatchObject({ level: 0, peak: 0, changes: [] })
  expect(story.verdicts()).toEqual([])
})

test('[CMPL-12] of what is told and heard the higher stands', () => {
  expect(reached(answeredComplaint().level(15, 1).customer(20, THREAT))).toEqual(['1 event 15', '3 words 20'])
  expect(reached(answeredComplaint().level(15, 4).customer(20, THREAT))).toEqual(['4 event 15'])
})

test('[CMPL-12] a level that is told stands over all that was said until then, and words after it count anew', () => {
  const lowered = answeredComplaint().customer(20, THREAT).setsLevel(30, 1)
  expect(reached(lowered, 600)).toEqual(['3 words 20', '1 person 30'])
  expect(levelAt(lowered.fold(), 0)).toMatchObject({ level: 1, peak: 3 })
  expect(now(lowered.customer(40, SUPERIOR))).toBe(2)
  expect(reached(answeredComplaint().customer(20, THREAT).level(20, 2))).toEqual(['2 event 20'])
})

test('[CMPL-12] two things that make a level together do not when one was answered by what was told between', () => {
  expect(now(answeredComplaint().customer(20, SLOW).customer(30, LEAVES))).toBe(2)
  expect(now(answeredComplaint().customer(20, SLOW).setsLevel(25, 0).customer(30, LEAVES))).toBe(1)
})

test('[CMPL-12] words that come late, doubled or put right change nothing but what was said', () => {
  const said = (text: string, revision: number) => ({ text, utteranceId: 'u', revision })
  const right = answeredComplaint().level(10, 1).says(20, THREAT, said(THREAT, 2)).setsLevel(60, 2)
  const late = answeredComplaint().level(10, 1).setsLevel(60, 2).says(20, SLOW, said(SLOW, 1))
  late.says(25, THREAT, said(THREAT, 2)).says(25, THREAT, said(THREAT, 2))
  expect(reached(late)).toEqual(reached(right))
  expect(levelAt(late.fold(), 0).changes.map(({ level }) => level)).toEqual([1, 3, 2])
})

test('[CMPL-13] a mood fades as the feed’s clock goes on, back to what was told, and not after the call', () => {
  const pair = answeredComplaint().customer(20, SLOW).customer(30, LEAVES)
  expect(now(pair, 31)).toBe(2)
  expect(now(pair, 600)).toBeLessThan(2)
  expect(pair.wrongs(31)).toEqual(['complaint_level 2 holding'])
  expect(pair.wrongs(600)).toEqual(['complaint_level 2 put_right'])
  const told = answeredComplaint().level(12, 1, '有情绪').customer(20, SLOW).customer(30, LEAVES)
  expect(reached(told, 600).at(-1)).toMatch(/^1 event/)
  expect(now(pair.hangsUp(40, 'customer'), 600)).toBe(2)
})

test('[CMPL-13] from 3 on what was heard stays until a person says otherwise, and is over with the call', () => {
  const angry = answeredComplaint().customer(20, SUPERIOR).customer(25, '欺人太甚，气死我了')
  expect(now(angry, 3600)).toBe(3)
  expect(angry.wrongs(600)).toEqual(['complaint_level 2 over', 'complaint_level 3 holding'])
  expect(answeredComplaint().customer(20, THREAT).level(30, 0).wrongs()).toEqual(['complaint_level 3 holding'])
  expect(answeredComplaint().customer(20, THREAT).setsLevel(30, 0).wrongs()).toEqual(['complaint_level 3 put_right'])
  expect(answeredComplaint().customer(20, THREAT).hangsUp(30, 'customer').wrongs()).toEqual(['complaint_level 3 over'])
})

test('[CMPL-14] 2 from words alone is marked, from 3 on and whatever is told it calls somebody', () => {
  const uses = (story: CallStory) => story.verdicts().map(({ level, source, as }) => `${level} ${source} ${as}`)
  expect(uses(answeredComplaint().customer(20, SUPERIOR))).toEqual(['2 words mark'])
  expect(uses(answeredComplaint().customer(20, SUPERIOR).level(30, 2))).toEqual(['2 event alert'])
  expect(uses(answeredComplaint().setsLevel(30, 2))).toEqual(['2 person alert'])
  expect(uses(answeredComplaint().customer(20, THREAT))).toEqual(['3 words alert'])
})

test('[CMPL-14] a playbook without a line for it marks the same, and a line of its own decides otherwise', () => {
  const heard = { rule: 'complaint_level', severity: 'major', level: 2, source: 'words' } as const
  const becomes = (policy: Parameters<typeof useOf>[0]['policy'], judged: Parameters<typeof useOf>[1] = heard) =>
    useOf({ policy }, judged, 'complaint', false)
  expect(becomes([])).toBe('mark')
  expect(becomes([], { ...heard, source: 'event' })).toBe('alert')
  expect(becomes([], { ...heard, severity: 'critical', level: 3 })).toBe('alert')
  expect(becomes([{ rule: 'complaint_level', source: 'words', as: 'alert' }])).toBe('alert')
  expect(becomes([{ rule: 'complaint_level', source: 'words', level: 3, as: 'alert' }])).toBe('mark')
})

test('[CMPL-14] the first evidence of a verdict is what was said as the level was reached', () => {
  const [verdict] = answeredComplaint().customer(20, SLOW).customer(30, LEAVES).verdicts()
  expect(verdict).toMatchObject({ level: 2, source: 'words', agentId: '1001' })
  expect(verdict?.evidence.map(({ at }) => secondOf(at))).toEqual([30, 20])
})

test('[CMPL-7] a system that calls the customer’s mood negative keeps a heard one up, and makes none', () => {
  const heard = () => answeredComplaint().customer(20, SLOW)
  const fadesAt = (story: CallStory) => secondOf(levelAt(story.fold(), T0 + 3_600_000).changes.at(-1)?.at) ?? 0
  expect(fadesAt(heard().mood(40, 'negative', 'customer'))).toBeGreaterThan(fadesAt(heard()))
  for (const other of [heard().mood(40, 'positive'), heard().mood(40, 'negative', 'agent')])
    expect(fadesAt(other)).toBe(fadesAt(heard()))
  expect(levelAt(answeredComplaint().mood(20, 'negative').fold(), 0).peak).toBe(0)
})
