import { expect, test } from 'vitest'
import { STEPS } from '#server/domain/words.ts'
import { answeredComplaint, call, secondOf } from '#tests/support/scenario.ts'

test('[STEP-1] a step entered is in progress until the next is entered, then done', () => {
  const story = answeredComplaint().step(11, 'opening').step(20, 'need_identification')
  expect(story.statuses()).toBe('done in_progress pending pending pending')
  expect(story.segment().steps.opening).toMatchObject({ source: 'script', confidence: 1, dwellMs: 9_000 })
})

test('[STEP-1] a step told complete is done, and its evidence is the event', () => {
  const { opening } = answeredComplaint().completes(15, 'opening').segment().steps
  expect(opening).toMatchObject({ status: 'done', evidence: [{ eventId: 'c1-5', kind: 'event' }] })
})

test('[STEP-1] steps go to the segment the event names, never to an offered or assisting one', () => {
  const story = call().queued(0, 'complaint').rings(2, '1001').step(3, 'opening').answers(5)
  expect(story.statuses()).toBe('pending pending pending pending pending')
})

test('[STEP-2] a forward jump over a step nothing was seen of makes it skipped', () => {
  const story = answeredComplaint().step(11, 'opening').step(20, 'resolution')
  expect(story.statuses()).toBe('done skipped in_progress pending pending')
  expect(story.segment().skips).toMatchObject([{ step: 'need_identification', eventId: 'c1-6' }])
})

test('[STEP-2] a step the script tool says was skipped is skipped, unless it is under way or done', () => {
  const story = answeredComplaint().step(11, 'opening').skips(12, 'opening').skips(13, 'confirmation')
  expect(story.statuses()).toBe('in_progress pending pending skipped pending')
})

test('[STEP-3] going back is no skip and the step before stays done', () => {
  const story = answeredComplaint()
    .goesThrough(11, 10, 'opening', 'need_identification', 'resolution')
    .step(50, 'need_identification')
  expect(story.statuses()).toBe('done in_progress done pending pending')
  expect(story.segment().skips).toEqual([])
})

test('[STEP-3] a step told complete after the flow left it is no move back', () => {
  const story = answeredComplaint().step(11, 'opening').step(20, 'need_identification').completes(21, 'opening')
  expect(story.segment()).toMatchObject({ current: 'need_identification', backMoves: [] })
  expect(story.verdicts()).toEqual([])
})

test('[STEP-4] from closing back to the need begins a new round: the later steps are asked for again', () => {
  const story = answeredComplaint()
    .goesThrough(11, 10, ...STEPS)
    .step(70, 'need_identification')
  expect(story.segment().round).toBe(2)
  expect(story.statuses()).toBe('done in_progress pending pending pending')
  expect(story.step(80, 'closing').statuses()).toBe('done done skipped skipped in_progress')
})

test('[STEP-5] hold pauses the timer of a step', () => {
  const story = answeredComplaint().step(11, 'opening').hold(15, 35).step(41, 'need_identification')
  expect(story.segment().steps.opening.dwellMs).toBe(10_000)
})

test('[STEP-6] after a transfer the need counts as known, jumped over or not reached', () => {
  const story = answeredComplaint()
    .goesThrough(11, 10, 'opening', 'need_identification')
    .transfers(40, 'blind')
    .answers(45, '1002')
    .step(46, 'opening')
  expect(story.step(50, 'resolution').statuses(1)).toBe('done not_applicable in_progress pending pending')
  const short = answeredComplaint()
    .goesThrough(11, 10, 'opening', 'need_identification')
    .transfers(40, 'blind')
    .answers(45, '1002')
    .step(46, 'opening')
    .hangsUp(60, 'agent')
  expect(short.statuses(1)).toBe('done not_applicable unknown unknown unknown')
})

test('[STEP-6] a need nobody identified before the transfer is still asked of the target', () => {
  const story = answeredComplaint().step(11, 'opening').transfers(40, 'blind').answers(45, '1002').step(46, 'opening')
  expect(story.step(50, 'resolution').statuses(1)).toBe('done skipped in_progress pending pending')
})

const ENDINGS = [
  ['agent_hangup', 'skipped'],
  ['customer_hangup', 'not_applicable'],
  ['transferred', 'not_applicable'],
  ['network_failure', 'unknown'],
  ['lost', 'unknown'],
  ['other', 'unknown'],
] as const
for (const [cause, status] of ENDINGS)
  test(`[STEP-END] when a segment ends by ${cause}, steps not reached become ${status}`, () => {
    const story = answeredComplaint().step(11, 'opening').step(20, 'need_identification').ends(60, cause)
    expect(story.statuses()).toBe(`done done ${status} ${status} ${status}`)
  })

test('[STEP-END] a source that only tells the opening never makes a step skipped', () => {
  const story = answeredComplaint().step(11, 'opening').hangsUp(40, 'agent')
  expect(story.statuses()).toBe('done unknown unknown unknown unknown')
  expect(story.verdicts()).toEqual([])
})

test('[STEP-END] without one step event every step stays unknown, whoever hangs up', () => {
  expect(answeredComplaint().hangsUp(60, 'agent').statuses()).toBe('unknown unknown unknown unknown unknown')
})

test('[STEP-7] a jump across a gap leaves the steps unknown, never skipped', () => {
  const story = answeredComplaint().step(11, 'opening').unseen(20, 40).step(50, 'resolution')
  expect(story.statuses()).toBe('done unknown in_progress pending pending')
  expect(story.verdicts()).toEqual([])
})

test('[STEP-7] a gap that lies before the last thing heard excuses nothing', () => {
  const story = answeredComplaint().unseen(12, 14).step(20, 'opening').step(30, 'resolution')
  expect(story.statuses()).toBe('done skipped in_progress pending pending')
})

test('[STEP-7] a gap told late counts from when it was, not from when it was told', () => {
  const story = answeredComplaint().step(11, 'opening').step(50, 'resolution').unseen(20, 40)
  expect(story.statuses()).toBe('done unknown in_progress pending pending')
})

test('[STEP-7] an end after a gap leaves the rest unknown, and a hold does not run on through it', () => {
  const story = answeredComplaint().step(11, 'opening').hold(15).unseen(20, 40).hangsUp(60, 'agent')
  expect(story.statuses()).toBe('done unknown unknown unknown unknown')
  expect(story.segment().holds.map((h) => secondOf(h.to))).toEqual([20])
})

test('[STEP-8] a skipped step done afterwards is late done, and the skip is put right at that time', () => {
  const story = answeredComplaint().step(11, 'opening').step(20, 'resolution').step(40, 'need_identification')
  expect(story.segment().steps.need_identification).toMatchObject({ status: 'in_progress', lateDone: true })
  expect(story.segment().skips.map((s) => secondOf(s.putRightAt))).toEqual([40])
})

test('[STEP-8] a step told up to 5 s after the line went dead still counts, later it does not', () => {
  const story = () =>
    answeredComplaint().goesThrough(11, 10, 'opening', 'need_identification', 'resolution', 'confirmation')
  expect(story().hangsUp(60, 'agent').step(62, 'closing').statuses()).toBe('done done done done done')
  expect(story().hangsUp(60, 'agent').step(66, 'closing').statuses()).toBe('done done done done skipped')
})

test('[STEP-9] a reset gives the step and all after it back', () => {
  const story = answeredComplaint()
    .goesThrough(11, 10, 'opening', 'need_identification', 'resolution')
    .resets(45, 'need_identification')
  expect(story.statuses()).toBe('done pending pending pending pending')
  expect(story.segment().current).toBeUndefined()
})
