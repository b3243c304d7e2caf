import type { FACT_NAMES, Scenario, Step } from '#server/domain/words.ts'

/** How often things happen on the simulated floor; probabilities per call unless said otherwise. */
export const HABITS = {
  stepOmitted: 0.09,
  /** Of the omitted steps, how many the agent remembers later. */
  lateDone: 0.35,
  dwellOverrun: 0.04,
  wrongOrder: 0.012,
  /** Back to resolution after a confirmation the customer does not accept. */
  objection: 0.08,
  /** "One more thing": the flow begins again at need identification. */
  newRound: 0.04,
  hold: 0.18,
  longHold: 0.025,
  consult: 0.035,
  /** Of the consultations, how many end in handing the customer over. */
  attendedTransfer: 0.55,
  blindTransfer: 0.04,
  escalation: 0.22,
  turnsIntoComplaint: 0.03,
  tagged: 0.35,
  /** Ways a talk ends besides the customer hanging up at its end. */
  agentHangsUp: 0.1,
  customerLeavesEarly: 0.04,
  lineDrops: 0.01,
  ringNoAnswer: 0.025,
  abandonedRinging: 0.008,
  /** Waits until the switch gives up. */
  patient: 0.04,
  noAnswerOutbound: 0.22,
  busyOutbound: 0.05,
  highScore: 0.75,
  helpWhenEscalated: 0.6,
} as const

/** Talk and after-call work of a call nobody knows the kind of. */
export const GENERAL_TALK_SEC = 230

/** Which step people leave out when they leave one out. */
export const OMITTED = { confirmation: 5, need_identification: 3, opening: 1, closing: 1 } as const satisfies Partial<
  Record<Step, number>
>

type FactName = (typeof FACT_NAMES)[number]
export type FactHabit = { name: FactName; chance: number }

/** What the desktop systems see happen in a step. */
export const STEP_FACTS: Partial<Record<Scenario, Partial<Record<Step, readonly FactHabit[]>>>> = {
  inquiry: {
    need_identification: [
      { name: 'identity.verified', chance: 0.5 },
      { name: 'crm.record_opened', chance: 0.6 },
    ],
    resolution: [{ name: 'kb.article_opened', chance: 0.6 }],
  },
  complaint: {
    need_identification: [
      { name: 'crm.history_opened', chance: 0.8 },
      { name: 'identity.verified', chance: 1 },
      { name: 'billing.record_opened', chance: 0.7 },
      { name: 'ticket.draft_saved', chance: 0.7 },
    ],
    resolution: [
      { name: 'ticket.created', chance: 0.85 },
      { name: 'ticket.owner_set', chance: 0.7 },
      { name: 'ticket.due_at_set', chance: 0.7 },
    ],
    confirmation: [{ name: 'ticket.number_sent', chance: 0.7 }],
  },
  after_sales: {
    need_identification: [{ name: 'identity.verified', chance: 0.7 }],
    resolution: [
      { name: 'diag.remote_test_run', chance: 0.8 },
      { name: 'workorder.dispatched', chance: 0.4 },
      { name: 'visit.booked', chance: 0.35 },
    ],
  },
  business_handling: {
    need_identification: [{ name: 'identity.verified', chance: 1 }],
    resolution: [
      { name: 'order.opened', chance: 1 },
      { name: 'order.fee_shown', chance: 1 },
      { name: 'order.effective_time_shown', chance: 1 },
      { name: 'order.consent_confirmed', chance: 1 },
      { name: 'order.submitted', chance: 1 },
      { name: 'order.result', chance: 1 },
    ],
  },
  satisfaction_callback: {
    closing: [{ name: 'survey.saved', chance: 0.9 }],
  },
}

/** Why agents leave the line, how long, and how the floor reads the reason. */
export const PAUSES = [
  { reason: '小休', kind: 'break', minutes: 8, weight: 6 },
  { reason: '用餐', kind: 'meal', minutes: 28, weight: 2 },
  { reason: '培训', kind: 'training', minutes: 22, weight: 1 },
  { reason: '班组会议', kind: 'meeting', minutes: 15, weight: 1 },
  { reason: '辅导', kind: 'coaching', minutes: 12, weight: 1 },
  { reason: '系统故障', kind: 'not_ready', minutes: 6, weight: 1 },
] as const
