import type { Desk, Seat } from './desk.ts'
import { HABITS } from './habits.ts'
import { type LiveCall, legOf, type Registry, type Stage } from './live-call.ts'
import { LINES } from './staff.ts'

const SEC = 1_000
const QUEUE_LIMIT_MS = 300 * SEC
const RING_LIMIT_MS = 15 * SEC

/** Calls that wait in a queue or ring at an agent. `answer` is told when somebody picks up. */
export const createWaiting = (
  { random, journal }: Stage,
  { clear, forget, later, startSegment }: Registry,
  desk: () => Desk,
  answer: (call: LiveCall, seat: Seat, at: number) => void,
) => {
  const queues = new Map<string, LiveCall[]>(LINES.map((line) => [line.queueId, []]))
  const queueOf = (call: LiveCall) => queues.get(call.line.queueId) as LiveCall[]

  const leaveQueue = (call: LiveCall) => {
    const queue = queueOf(call)
    const index = queue.indexOf(call)
    if (index >= 0) queue.splice(index, 1)
  }

  const giveUpAt = (call: LiveCall, at: number, reason: 'abandoned' | 'timeout') =>
    later(call, at, (then) => {
      leaveQueue(call)
      journal.write(then, 'call.dequeued', { callId: call.callId, queueId: call.line.queueId }, { reason })
      clear(call, then, reason === 'timeout' ? 'queue_timeout' : 'abandoned_in_queue')
      forget(call)
    })

  /** A leg begins: the agent's phone rings, or the customer's when the agent has dialled. */
  const alert = (call: LiveCall, seat: Seat, at: number) => {
    call.state = 'alerting'
    startSegment(call, seat)
    journal.write(at, 'call.alerting', { ...legOf(call), deviceId: seat.hire.deviceId }, {})
    desk().enter(seat, at, 'reserved')
  }

  const ring = (call: LiveCall, seat: Seat, at: number) => {
    leaveQueue(call)
    call.turn += 1
    alert(call, seat, at)
    const fate = random.weighted({ missed: HABITS.ringNoAnswer, abandoned: HABITS.abandonedRinging, answered: 0.97 })
    if (fate === 'missed') later(call, at + RING_LIMIT_MS, (then) => miss(call, seat, then))
    else if (fate === 'abandoned')
      later(call, at + random.int(2, 8) * SEC, (then) => {
        clear(call, then, 'abandoned_ringing')
        forget(call)
        desk().goReady(seat, then)
      })
    else later(call, at + random.logNormal(3.2, 0.4) * SEC, (then) => answer(call, seat, then))
  }

  /** Nobody picked up: back to the head of the queue, as the one who has waited longest. */
  const miss = (call: LiveCall, seat: Seat, at: number) => {
    journal.write(at, 'call.diverted', legOf(call), { cause: 'no_answer' })
    desk().sideline(seat, at)
    call.turn += 1
    call.state = 'queued'
    call.seat = undefined
    call.segmentId = undefined
    const next = desk().findIdle(call.line.queueId)
    if (next) return ring(call, next, at)
    queueOf(call).unshift(call)
    giveUpAt(call, at + random.exponential(120) * SEC, 'abandoned')
  }

  return {
    alert,

    enqueue(call: LiveCall, at: number) {
      call.state = 'queued'
      call.seat = undefined
      call.segmentId = undefined
      const queue = queueOf(call)
      queue.push(call)
      journal.write(at, 'call.queued', { callId: call.callId, queueId: call.line.queueId }, { position: queue.length })
      if (random.chance(HABITS.patient)) giveUpAt(call, at + QUEUE_LIMIT_MS, 'timeout')
      else giveUpAt(call, at + Math.min((8 + random.exponential(150)) * SEC, QUEUE_LIMIT_MS), 'abandoned')
      const seat = desk().findIdle(call.line.queueId)
      if (seat) ring(call, seat, at)
    },

    /** Somebody is free: they get the call that waits longest in the first of their queues that has one. */
    serve(seat: Seat, at: number): boolean {
      for (const queueId of seat.hire.queues) {
        const call = queues.get(queueId)?.[0]
        if (!call) continue
        ring(call, seat, at)
        return true
      }
      return false
    },
  }
}
export type Waiting = ReturnType<typeof createWaiting>
