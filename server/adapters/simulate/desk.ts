import type { SeededRandom } from '#server/domain/seeded-random.ts'
import type { AgentState, ReasonKind } from '#server/domain/words.ts'
import type { Agenda } from './agenda.ts'
import { PAUSES } from './habits.ts'
import { type Journal, toIso } from './journal.ts'
import type { Hire } from './staff.ts'

export type Seat = {
  hire: Hire
  state: AgentState
  since: number
  reason?: string
  reasonKind?: ReasonKind
  until?: number
  pauseDue: number
  shiftEnds: number
}

const MINUTE = 60_000
const HOUR = 60 * MINUTE

/** Who sits where and does what. `onReady` is told whenever somebody may take a call. */
export const createDesk = (
  { random, agenda, journal }: { random: SeededRandom; agenda: Agenda; journal: Journal },
  hires: readonly Hire[],
  onReady: (seat: Seat, at: number) => void,
) => {
  const seats: Seat[] = hires.map((hire) => ({
    hire,
    state: 'logged_off',
    since: 0,
    pauseDue: 0,
    shiftEnds: 0,
  }))
  const byQueue = new Map<string, Seat[]>()
  for (const seat of seats)
    for (const queueId of seat.hire.queues) byQueue.set(queueId, [...(byQueue.get(queueId) ?? []), seat])

  const enter = (
    seat: Seat,
    at: number,
    state: AgentState,
    extra: { reason?: string; reasonKind?: ReasonKind; until?: number } = {},
  ) => {
    const { reason, reasonKind, until } = extra
    Object.assign(seat, { state, since: at, reason, reasonKind, until })
    journal.write(
      at,
      'agent.state',
      { agentId: seat.hire.agentId, deviceId: seat.hire.deviceId, ...(until ? { derived: true } : {}) },
      { state, reason, reasonKind, until: until === undefined ? undefined : toIso(until) },
    )
  }

  const goReady = (seat: Seat, at: number) => {
    enter(seat, at, 'ready')
    onReady(seat, at)
  }

  const pause = (seat: Seat, at: number, elapsedShare = 0) => {
    const reason = random.weighted(Object.fromEntries(PAUSES.map((kind) => [kind.reason, kind.weight])))
    const kind = PAUSES.find((candidate) => candidate.reason === reason) ?? PAUSES[0]
    enter(seat, at, 'not_ready', { reason: kind.reason, reasonKind: kind.kind })
    agenda.at(at + random.logNormal(kind.minutes, 0.3) * MINUTE * (1 - elapsedShare), (then) => {
      seat.pauseDue = then + random.exponential(75) * MINUTE
      goReady(seat, then)
    })
  }

  const signOn = (seat: Seat, at: number) => {
    seat.shiftEnds = at + (1 + 7 * random.next()) * HOUR
    seat.pauseDue = at + random.exponential(75) * MINUTE
    journal.write(at, 'agent.logged_on', { agentId: seat.hire.agentId, deviceId: seat.hire.deviceId }, {})
    goReady(seat, at)
  }

  const signOff = (seat: Seat, at: number) => {
    Object.assign(seat, { state: 'logged_off', since: at, reason: undefined, reasonKind: undefined, until: undefined })
    journal.write(at, 'agent.logged_off', { agentId: seat.hire.agentId, deviceId: seat.hire.deviceId }, {})
    agenda.at(at + random.int(10, 45) * MINUTE, (then) => signOn(seat, then))
  }

  return {
    seats,
    enter,

    /** Everybody's profile, and who is here: most are ready, some pause, a few are not signed in. */
    open(at: number) {
      for (const { hire } of seats) {
        const { agentId, name, team, queues, deviceId } = hire
        journal.write(at, 'agent.profile', { agentId, deviceId }, { name, agentNo: agentId, team, queues })
      }
      for (const seat of seats) {
        if (random.chance(0.05)) {
          seat.since = at
          journal.write(at, 'agent.logged_off', { agentId: seat.hire.agentId }, {})
          agenda.at(at + random.int(5, 60) * MINUTE, (then) => signOn(seat, then))
        } else if (random.chance(0.08)) {
          seat.shiftEnds = at + (1 + 7 * random.next()) * HOUR
          journal.write(at, 'agent.logged_on', { agentId: seat.hire.agentId, deviceId: seat.hire.deviceId }, {})
          pause(seat, at, random.next())
        } else signOn(seat, at)
      }
    },

    /** The ready agent of a queue who waits longest, of the queue's own people first. */
    findIdle(queueId: string): Seat | undefined {
      let best: Seat | undefined
      let bestKey = Number.POSITIVE_INFINITY
      for (const seat of byQueue.get(queueId) ?? []) {
        if (seat.state !== 'ready') continue
        const key = seat.since + (seat.hire.queues[0] === queueId ? 0 : 1e15)
        if (key < bestKey) {
          best = seat
          bestKey = key
        }
      }
      return best
    },

    /** After-call work that ends by itself, then what the agent does next. */
    wrapUp(seat: Seat, at: number, ms: number, whenOver: (at: number) => void) {
      const until = at + Math.round(ms)
      enter(seat, at, 'working_after_call', { until })
      agenda.at(until, (then) => {
        whenOver(then)
        if (then >= seat.shiftEnds) signOff(seat, then)
        else if (then >= seat.pauseDue) pause(seat, then)
        else goReady(seat, then)
      })
    },

    /** The phone rang and nobody answered: the switch takes the agent out until they come back. */
    sideline(seat: Seat, at: number) {
      enter(seat, at, 'not_ready', { reason: '振铃未接', reasonKind: 'auto' })
      agenda.at(at + random.int(20, 90) * 1_000, (then) => goReady(seat, then))
    },

    goReady,
  }
}
export type Desk = ReturnType<typeof createDesk>
