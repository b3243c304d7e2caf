import { expect, test } from 'vitest'
import { holdMs, talkMs } from '#server/domain/call/durations.ts'
import { answeredComplaint, call, secondOf } from '#tests/support/scenario.ts'

const END = Number.MAX_SAFE_INTEGER

test('[SEG-1] a segment runs from the offer to its end and keeps who, where and how it ended', () => {
  const segment = answeredComplaint().leaves(70, 'agent_hangup').hangsUp(71, 'customer').segment()
  expect(segment).toMatchObject({ agentId: '1001', queueId: 'complaint', role: 'owner', endCause: 'agent_hangup' })
  expect([segment.offeredAt, segment.answeredAt, segment.endedAt].map(secondOf)).toEqual([5, 10, 70])
})

test('[SEG-1] an offer that is not answered ends by its cause and the next agent gets a segment of their own', () => {
  const story = call().queued(0, 'complaint').rings(2, '1001').doesNotAnswer(12).rings(14, '1002').answers(16)
  expect(story.segment(0)).toMatchObject({ agentId: '1001', endCause: 'no_answer' })
  expect(story.segment(0).answeredAt).toBeUndefined()
  expect(story.segment(1)).toMatchObject({ agentId: '1002', answeredAt: expect.any(Number) })
  expect(story.fold()).toMatchObject({ state: 'connected' })
})

test('[SEG-1] a diversion told of an agent who has answered changes nothing', () => {
  expect(answeredComplaint().doesNotAnswer(12).segment().endedAt).toBeUndefined()
})

test('[SEG-2] an answer without an offer stands for itself and ends the wait in the queue', () => {
  const told = call().queued(0, 'complaint').answers(8, '1001').fold()
  expect(told.segments[0]).toMatchObject({ queueId: 'complaint' })
  expect(told.segments[0]?.offeredAt).toBeUndefined()
  expect(told.queueVisits).toMatchObject([{ outcome: 'answered', queueId: 'complaint' }])
  expect(secondOf(told.answeredAt)).toBe(8)
})

test('[SEG-2] an answer after the queue was left without a reason makes that visit an answered one', () => {
  const told = call().queued(0, 'complaint').leavesQueue(7, 'complaint', undefined).answers(8, '1001').fold()
  expect(told.queueVisits).toMatchObject([{ outcome: 'answered' }])
  expect(secondOf(told.queueVisits[0]?.to)).toBe(7)
})

test('[SEG-3] a transfer ends the old segment as transferred and the target answers in a new one', () => {
  const story = answeredComplaint().transfers(60, 'blind').rings(61, '1002').answers(65).hangsUp(90, 'customer')
  expect(story.segment(0)).toMatchObject({ transfer: 'blind', endCause: 'transferred' })
  expect(story.segment(1)).toMatchObject({ agentId: '1002', endCause: 'customer_hangup' })
  expect(secondOf(story.fold().answeredAt)).toBe(10)
})

test('[SEG-3] a customer sent back to a queue waits a second time', () => {
  const told = answeredComplaint().transfers(60, 'blind').queued(61, 'inquiry').answers(80, '1002').fold()
  expect(told.queueVisits.map((v) => [v.queueId, v.outcome, secondOf(v.from), secondOf(v.to)])).toEqual([
    ['complaint', 'answered', 2, 10],
    ['inquiry', 'answered', 61, 80],
  ])
  expect(told.segments.map((s) => s.queueId)).toEqual(['complaint', 'inquiry'])
})

test('[SEG-4] talk counts from answer to end with hold inside, hold of both sides counts once', () => {
  const segment = answeredComplaint().hold(20, 30).hold(25, 40, 'customer').hangsUp(70, 'agent').segment()
  expect(talkMs(segment, END)).toBe(60_000)
  expect(holdMs(segment, END)).toBe(20_000)
  expect(segment.holds).toHaveLength(2)
})

test('[SEG-4] a hold nobody ended ends with the segment, and a retrieve without a hold is nothing', () => {
  const segment = answeredComplaint()
    .at(15, 'call.retrieved', {}, { agentId: '1001' })
    .hold(50)
    .hangsUp(70, 'customer')
    .segment()
  expect(segment.holds.map((h) => [secondOf(h.from), secondOf(h.to)])).toEqual([[50, 70]])
})

test('[SEG-4] a hold told twice is one hold, and one before the answer is none', () => {
  expect(call().rings(0, '1001').hold(2).answers(5).hold(10).hold(12, 20).segment().holds).toHaveLength(1)
})

test('[SEG-5] who assists has a segment without steps; the owner keeps theirs', () => {
  const story = answeredComplaint().step(12, 'opening').assists(30, '1009')
  expect(story.segment(1)).toMatchObject({ role: 'assist', agentId: '1009' })
  story.step(40, 'resolution', { agentId: '1009', segmentId: 'c1-assist' })
  expect(story.segment(1).hasEvidence).toBe(false)
  expect(story.fold().state).toBe('conferenced')
  expect(story.verdicts()).toEqual([])
})

test('[SEG-5] a consultation belongs to the agent who asks and closes with the segment', () => {
  const story = answeredComplaint().consults(30)
  expect(story.fold().state).toBe('consulting')
  expect(
    story
      .hangsUp(50, 'customer')
      .segment()
      .consults.map((c) => secondOf(c.to)),
  ).toEqual([50])
})

test('[SEG-6] a caller who gives up while an agent rings abandons the queue, and the agent was not at fault', () => {
  const told = call().queued(0, 'complaint').rings(5, '1001').ends(9, 'abandoned_ringing').fold()
  expect(told).toMatchObject({ state: 'cleared', clearCause: 'abandoned_ringing' })
  expect(told.answeredAt).toBeUndefined()
  expect(told.queueVisits).toMatchObject([{ outcome: 'abandoned' }])
  expect(told.segments).toMatchObject([{ endCause: 'abandoned_ringing' }])
})

test('[SEG-6] the first end of a call stands; a second one changes nothing', () => {
  const told = answeredComplaint().hangsUp(40, 'agent').hangsUp(41, 'customer').fold()
  expect([told.clearCause, secondOf(told.clearedAt)]).toEqual(['agent_hangup', 40])
})

test('[SEG-6] the state of a call is read off its parts', () => {
  const story = call().offered(0)
  const states = [story.fold().state]
  states.push(story.queued(1, 'complaint').fold().state, story.rings(2, '1001').fold().state)
  states.push(story.answers(3).fold().state, story.hold(5).fold().state)
  states.push(
    story.at(9, 'call.retrieved', {}, { agentId: '1001' }).fold().state,
    story.hangsUp(12, 'agent').fold().state,
  )
  expect(states).toEqual(['offered', 'queued', 'alerting', 'connected', 'held', 'connected', 'cleared'])
})

test('[SEG-7] a device clock that runs backwards gives no negative time and is flagged', () => {
  const story = answeredComplaint().hold(30).at(20, 'call.retrieved', {}, { agentId: '1001' })
  const told = story.fold('seq')
  expect(told.flags.clockSkew).toBe(true)
  expect(told.segments.map((s) => holdMs(s, END))).toEqual([0])
  expect(answeredComplaint().fold('seq').flags.clockSkew).toBe(false)
})
