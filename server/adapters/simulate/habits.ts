import type { Step } from '#server/domain/words.ts'

/** How often things happen on the simulated floor; probabilities per call unless said otherwise. */
export const HABITS = {
  stepOmitted: 0.09,
  /** Of the omitted steps, how many the agent remembers later. */
  lateDone: 0.35,
  /** One action is left out of a call. */
  actionOmitted: 0.06,
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
export type Habits = Readonly<Record<keyof typeof HABITS, number>>

/** Talk and after-call work of a call nobody knows the kind of. */
export const GENERAL_TALK_SEC = 230

/** Which step people leave out when they leave one out. */
export const OMITTED = { confirmation: 5, need_identification: 3, opening: 1, closing: 1 } as const satisfies Partial<
  Record<Step, number>
>

/** Why agents leave the line, how long, and how the floor reads the reason. */
export const PAUSES = [
  { reason: '小休', kind: 'break', minutes: 8, weight: 6 },
  { reason: '用餐', kind: 'meal', minutes: 28, weight: 2 },
  { reason: '培训', kind: 'training', minutes: 22, weight: 1 },
  { reason: '班组会议', kind: 'meeting', minutes: 15, weight: 1 },
  { reason: '辅导', kind: 'coaching', minutes: 12, weight: 1 },
  { reason: '系统故障', kind: 'not_ready', minutes: 6, weight: 1 },
] as const
