import { z } from 'zod'
import { dueSchema } from '../domain/playbook/action.ts'
import {
  ACTION_STATUSES,
  CALL_BACK_STATES,
  CALL_STATES,
  CERTAINTIES,
  CLEAR_CAUSES,
  DIRECTIONS,
  DISPUTE_STATES,
  LEVEL_SOURCES,
  OBLIGATIONS,
  PARTY_ROLES,
  RULES,
  SCENARIO_SOURCES,
  SCENARIOS,
  SEVERITIES,
  STEP_SOURCES,
  STEP_STATUSES,
  STEPS,
  TRANSFER_KINDS,
  UNKNOWN_REASONS,
  WITHDRAWAL_REASONS,
} from '../domain/words.ts'
import { aboutSchema, alertRowSchema, FEED_HEALTH } from './live.ts'

/** Whose word it is; absent for what belongs to no agent, and in records of before it was kept. */
const segmentId = z.string().optional()
const span = { from: z.number(), to: z.number().optional() }
const evidence = z.object({
  eventId: z.string(),
  at: z.number(),
  kind: z.enum(['event', 'utterance', 'timer']),
  text: z.string().optional(),
  /** The phrase: places in the text of an utterance of the transcript. Only for who may read that utterance. */
  said: z.object({ utteranceId: z.string(), from: z.number(), to: z.number() }).optional(),
  /** The handling a reason was given in. */
  segmentId: z.string().optional(),
})

const actionView = z.object({
  ...aboutSchema.shape,
  step: z.enum(STEPS),
  round: z.number(),
  level: z.enum(OBLIGATIONS),
  severity: z.enum(SEVERITIES),
  status: z.enum(ACTION_STATUSES),
  /** Missed or late by what was seen; disputed and found otherwise. */
  isOverturned: z.boolean().optional(),
  why: z.enum(UNKNOWN_REASONS).optional(),
  /** Shows in how the two spoke and is nothing to do next. */
  isHabit: z.literal(true).optional(),
  due: dueSchema.optional(),
  dueAt: z.number().optional(),
  doneAt: z.number().optional(),
  /** Without the words: `eventId` names the utterance. */
  evidence: z.array(evidence),
  /** What the playbook suggests to say, while it is still to be done. */
  phrase: z.string().optional(),
})
const goldenView = z.object({ n: z.number(), zh: z.string(), en: z.string(), status: z.enum(ACTION_STATUSES) })
/** A plan was told and is to be confirmed by then, in one of these ways. */
const confirmationView = z.object({
  round: z.number(),
  /** Absent while a hold stops its clock. */
  dueAt: z.number().optional(),
  by: z.array(aboutSchema),
  phrase: z.string().optional(),
})
const markView = alertRowSchema.omit({ handling: true, handledBy: true, evidence: true }).extend({
  as: z.enum(['callback', 'mark']),
  evidenceList: z.array(evidence),
  segmentId: z.string().optional(),
  agentId: z.string().optional(),
})

const person = { by: z.string(), byId: z.string().optional(), at: z.number() }
/** The verdict something is about; of one that is gone as far as is known. */
const ofVerdict = {
  key: z.string(),
  rule: z.enum(RULES),
  severity: z.enum(SEVERITIES).optional(),
  dueAt: z.number(),
  step: z.enum(STEPS).optional(),
  level: z.number().optional(),
  about: aboutSchema.optional(),
  segmentId,
  agentId: z.string().optional(),
}
/** Somebody says that a verdict is wrong. The verdict itself stays where it is shown, as long as it holds. */
const disputeView = z.object({
  ...ofVerdict,
  state: z.enum(DISPUTE_STATES),
  ...person,
  /** Absent for who may not read what is said of that handling. */
  reason: z.string().optional(),
  decided: z.object({ ...person, reason: z.string().optional() }).optional(),
})

const callBackView = z.object({
  ...ofVerdict,
  state: z.enum(CALL_BACK_STATES),
  withdrawn: z.enum(WITHDRAWAL_REASONS).optional(),
  openedAt: z.number(),
  /** By when the customer is to be called. */
  callBy: z.number(),
  closed: z.object({ ...person, note: z.string().optional() }).optional(),
})

/** One call as its page shows it, while it lasts and afterwards alike. Times are epoch ms of the feed's clock. */
export const callViewSchema = z.object({
  feedId: z.string(),
  callId: z.string(),
  demo: z.boolean(),
  /** False once the call is cleared and no longer in the floor's memory. */
  live: z.boolean(),
  feedHealth: z.enum(FEED_HEALTH),
  offsetMs: z.number(),
  direction: z.enum(DIRECTIONS),
  state: z.enum(CALL_STATES),
  startedAt: z.number(),
  answeredAt: z.number().optional(),
  clearedAt: z.number().optional(),
  clearCause: z.enum(CLEAR_CAUSES).optional(),
  mergedInto: z.string().optional(),
  caller: z.string().optional(),
  scenario: z.enum(SCENARIOS).optional(),
  scenarioSource: z.enum(SCENARIO_SOURCES),
  scenarios: z.array(
    z.object({ scenario: z.enum(SCENARIOS).optional(), source: z.enum(SCENARIO_SOURCES), at: z.number() }),
  ),
  level: z.number(),
  peakLevel: z.number(),
  levels: z.array(
    z.object({
      level: z.number(),
      at: z.number(),
      /** Absent in records of before words were listened to for it: then somebody told it. */
      source: z.enum(LEVEL_SOURCES).optional(),
      reason: z.string().optional(),
      segmentId,
      /** The customer's words it rests on. */
      evidenceList: z.array(evidence).optional(),
    }),
  ),
  queueVisits: z.array(z.object({ ...span, queueId: z.string(), outcome: z.string().optional() })),
  segments: z.array(
    z.object({
      segmentId: z.string(),
      agentId: z.string(),
      agentNo: z.string(),
      name: z.string().optional(),
      team: z.string().optional(),
      queueId: z.string().optional(),
      role: z.enum(['owner', 'assist', 'consult']),
      offeredAt: z.number().optional(),
      answeredAt: z.number().optional(),
      endedAt: z.number().optional(),
      endCause: z.enum(CLEAR_CAUSES).optional(),
      transfer: z.enum(TRANSFER_KINDS).optional(),
      holds: z.array(z.object({ ...span, by: z.enum(['agent', 'customer']) })),
      gaps: z.array(z.object(span)),
      visits: z.array(z.object({ ...span, step: z.enum(STEPS) })),
      steps: z.array(
        z.object({
          step: z.enum(STEPS),
          status: z.enum(STEP_STATUSES),
          source: z.enum(STEP_SOURCES).optional(),
          certainty: z.enum(CERTAINTIES).optional(),
          lateDone: z.boolean(),
          isOverturned: z.boolean().optional(),
          dwellMs: z.number(),
          minMs: z.number().optional(),
          warnMs: z.number().optional(),
          maxMs: z.number().optional(),
          evidence: z.array(evidence),
        }),
      ),
      current: z.enum(STEPS).optional(),
      /** As in a row. */
      beingSaid: z.enum(STEPS).optional(),
      stepSince: z.number().optional(),
      /** How well the talk was listened to; `none`: nothing said may be found missing. */
      listening: z.enum(['none', 'open', 'ended', 'failed']).optional(),
      /** How the two spoke, where the recogniser tells when; milliseconds. */
      conversation: z
        .strictObject({
          agentMs: z.number(),
          customerMs: z.number(),
          overlapMs: z.number(),
          silenceMs: z.number(),
          longestSilenceMs: z.number(),
          interruptions: z.int(),
          agentChars: z.int(),
        })
        .optional(),
      actions: z.array(actionView).optional(),
      confirmation: confirmationView.optional(),
      /** A complaint's golden steps, as far as the call holds them. */
      golden: z.array(goldenView).optional(),
    }),
  ),
  alerts: z.array(
    alertRowSchema.extend({
      evidenceList: z.array(evidence),
      segmentId: z.string().optional(),
      agentId: z.string().optional(),
    }),
  ),
  /** Verdicts that call nobody: counted, or for a call back to the customer. */
  marks: z.array(markView).optional(),
  disputes: z.array(disputeView).optional(),
  callBacks: z.array(callBackView).optional(),
  facts: z.array(
    z.object({
      name: z.string(),
      value: z.union([z.string(), z.number(), z.boolean()]).optional(),
      at: z.number(),
      segmentId,
    }),
  ),
  supervision: z.array(z.object({ ...span, mode: z.string(), supervisor: z.string().optional(), segmentId })),
  /** Null: this viewer may not read it. Empty: there is none. */
  transcript: z
    .array(
      z.object({
        utteranceId: z.string(),
        at: z.number(),
        role: z.enum(PARTY_ROLES),
        agentId: z.string().optional(),
        text: z.string(),
        isFinal: z.boolean(),
      }),
    )
    .nullable(),
  /** There are words this viewer may read, but their opening could not be audited, so they stayed on the server. */
  transcriptWithheld: z.boolean().optional(),
})
export type CallView = z.infer<typeof callViewSchema>
