import type { SeededRandom } from '#server/domain/seeded-random.ts'
import type { CallState, ClearCause, Direction, Scenario } from '#server/domain/words.ts'
import type { Agenda } from './agenda.ts'
import { inventCustomer } from './customer.ts'
import type { Seat } from './desk.ts'
import { HABITS } from './habits.ts'
import type { Journal } from './journal.ts'
import { allOmittable } from './scripts.ts'
import type { Line } from './staff.ts'

export type LiveCall = {
  callId: string
  direction: Direction
  state: CallState
  startedAt: number
  customerNumber: string
  /** What the call is about in truth, whether or not anybody has tagged it. */
  scenario: Scenario
  line: Line
  seat?: Seat
  /** Second agent in a consultation. */
  partner?: Seat
  segmentId?: string
  segments: number
  answeredAt?: number
  isHeld: boolean
  /** An agent has asked what the customer wants, so the next one need not. */
  isNeedKnown: boolean
  words: Readonly<Record<string, string>>
  /** Actions its agents leave out. */
  omitted: ReadonlySet<string>
  utterances: number
  /** Grows with each change of plan, so that what was planned before does not happen any more. */
  turn: number
}

/** What the parts of the simulated floor share. */
export type Stage = { random: SeededRandom; agenda: Agenda; journal: Journal }

export const legOf = (call: LiveCall) => ({
  callId: call.callId,
  segmentId: call.segmentId,
  agentId: call.seat?.hire.agentId,
  queueId: call.line.queueId,
})

/** Calls by id, from their first event to the end of the work after them. */
export const createRegistry = ({ random, agenda, journal }: Stage, epoch: string) => {
  const live = new Map<string, LiveCall>()
  let count = 0
  return {
    live,

    begin(direction: Direction, line: Line, scenario: Scenario, at: number): LiveCall {
      count += 1
      const { number, words } = inventCustomer(random, scenario)
      const call: LiveCall = {
        callId: `${epoch}/c${String(count).padStart(6, '0')}`,
        direction,
        state: 'offered',
        startedAt: at,
        customerNumber: number,
        scenario,
        line,
        segments: 0,
        isHeld: false,
        isNeedKnown: false,
        words,
        omitted: new Set(random.chance(HABITS.actionOmitted) ? [random.pick(allOmittable(scenario))] : []),
        utterances: 0,
        turn: 0,
      }
      live.set(call.callId, call)
      const ivrKey = direction === 'inbound' ? line.ivrKey : undefined
      journal.write(at, 'call.offered', { callId: call.callId }, { direction, customerNumber: number, ivrKey })
      return call
    },

    startSegment(call: LiveCall, seat: Seat) {
      call.segments += 1
      call.seat = seat
      call.segmentId = `${call.callId}/s${call.segments}`
      call.answeredAt = undefined
      call.isHeld = false
    },

    /** The switch lets the call go; its agent may still be writing. */
    clear(call: LiveCall, at: number, cause: ClearCause) {
      call.turn += 1
      call.state = 'cleared'
      journal.write(at, 'call.cleared', { callId: call.callId }, { cause })
    },

    forget: (call: LiveCall) => void live.delete(call.callId),

    /** Runs at `at` unless the call's plan has changed by then. */
    later(call: LiveCall, at: number, run: (at: number) => void) {
      const { turn } = call
      agenda.at(at, (then) => {
        if (call.turn === turn) run(then)
      })
    },
  }
}
export type Registry = ReturnType<typeof createRegistry>
