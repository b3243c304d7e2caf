import { expect, test } from 'vitest'
import { applyStep } from '#server/domain/call/apply-steps.ts'
import type { Segment } from '#server/domain/call/call.ts'
import { emptySegment } from '#server/domain/call/empty-call.ts'
import { STEP_EVENTS, STEP_STATUSES, type StepEventType, type StepStatus } from '#server/domain/words.ts'
import { entryAt, T0 } from '#tests/support/entries.ts'

/** What becomes of a step of each status when each event is told of it. Neither table has a hole. */
const TABLE: Record<StepStatus, Record<StepEventType, StepStatus>> = {
  pending: {
    'step.entered': 'in_progress',
    'step.completed': 'done',
    'step.skipped': 'skipped',
    'step.reset': 'pending',
  },
  in_progress: {
    'step.entered': 'in_progress',
    'step.completed': 'done',
    'step.skipped': 'in_progress',
    'step.reset': 'pending',
  },
  done: {
    'step.entered': 'in_progress',
    'step.completed': 'done',
    'step.skipped': 'done',
    'step.reset': 'pending',
  },
  skipped: {
    'step.entered': 'in_progress',
    'step.completed': 'done',
    'step.skipped': 'skipped',
    'step.reset': 'pending',
  },
  not_applicable: {
    'step.entered': 'in_progress',
    'step.completed': 'done',
    'step.skipped': 'not_applicable',
    'step.reset': 'pending',
  },
  unknown: {
    'step.entered': 'in_progress',
    'step.completed': 'done',
    'step.skipped': 'unknown',
    'step.reset': 'pending',
  },
}

const tell = (segment: Segment, second: number, type: StepEventType, step = 'resolution' as const): void => {
  const entry = entryAt(second, type, { step })
  applyStep(segment, entry, entry.event as Parameters<typeof applyStep>[2])
}

/** A talk whose resolution has the status, as a fold would leave it. */
const talkWith = (status: StepStatus): Segment => {
  const segment = { ...emptySegment('s1', '1001'), answeredAt: T0 }
  if (status === 'in_progress' || status === 'done') tell(segment, 1, 'step.entered')
  if (status === 'done') tell(segment, 2, 'step.completed')
  if (status === 'skipped') tell(segment, 1, 'step.skipped')
  if (status === 'not_applicable' || status === 'unknown') segment.steps.resolution.status = status
  expect(segment.steps.resolution.status).toBe(status)
  return segment
}

test('[STEP-10] every step event finds every status, and leaves it as the table says', () => {
  for (const status of STEP_STATUSES)
    for (const event of STEP_EVENTS) {
      const segment = talkWith(status)
      tell(segment, 10, event)
      expect([status, event, segment.steps.resolution.status]).toEqual([status, event, TABLE[status][event]])
    }
})
