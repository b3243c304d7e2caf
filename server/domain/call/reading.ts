import type { Playbook } from '../playbook/playbook.ts'
import { type Remembers, rememberLast } from '../remember.ts'
import type { Step } from '../words.ts'
import type { Call, Segment, Utterance } from './call.ts'
import { excusesOf } from './circumstances.ts'
import { type Handling, toHandling } from './handling.ts'
import { listDone, whyUnheard } from './hits.ts'
import type { Law } from './judge.ts'
import { readLevels } from './levels.ts'
import {
  finishedOf,
  type Heard,
  hearIn,
  indexWords,
  type Listening,
  listeningTo,
  unfinishedOf,
  type Word,
} from './listening.ts'
import { mergeSteps, type SegmentSteps, toldSteps } from './merge-steps.ts'
import { type ActionReading, readActions } from './read-actions.ts'
import { type OrderBreach, readOrders } from './read-orders.ts'
import { type Plan, type ProhibitedHit, readPlans, readProhibited, readUnsaid, type Unsaid } from './read-words.ts'
import { roundsOf } from './rounds.ts'
import { beingSaidIn, spokenIn } from './spoken.ts'
import type { Talk } from './talk.ts'
import { memoryOf, toldVersionOf, versionOf } from './version.ts'

/** All that can be read out of one agent's handling. */
export type SegmentReading = SegmentSteps & {
  segment: Segment
  /** Another step than the current one, of which the agent is just saying words. Only shown: nothing hangs on it. */
  beingSaid?: Step
  listening: Listening['state']
  /** What was said to its end, in order of time. */
  words: readonly Word[]
  actions: readonly ActionReading[]
  orders: readonly OrderBreach[]
  prohibited: readonly ProhibitedHit[]
  plans: readonly Plan[]
  unsaid: readonly Unsaid[]
}

/** What a call is read as, handling by handling. Nobody judges or shows a step but from here. */
export type CallReading = { segments: readonly SegmentReading[]; of(segment: Segment): SegmentReading }

const NOTHING = { actions: [], orders: [], prohibited: [], plans: [], unsaid: [] } as const

const withoutSteps = (segment: Segment): SegmentReading => ({
  ...toldSteps(segment),
  segment,
  listening: 'none',
  words: [],
  ...NOTHING,
})

const isOwner = ({ role, answeredAt }: Segment) => role === 'owner' && answeredAt !== undefined

/** Field by field, as the readings below: this runs with every utterance, and to spread so many takes ten times as long. */
const toTalk = (call: Call, handling: Handling, heard: Heard, earlier: readonly Talk[]): Talk => {
  const { words } = heard
  const listening = listeningTo(handling, heard)
  const steps = mergeSteps(handling, spokenIn(handling, heard, listening))
  return {
    call: handling.call,
    segment: handling.segment,
    playbook: handling.playbook,
    scenario: handling.scenario,
    from: handling.from,
    to: handling.to,
    duties: handling.duties,
    events: handling.events,
    tells: handling.tells,
    memory: handling.memory,
    steps,
    rounds: roundsOf(handling, steps),
    words,
    said: indexWords(handling, words),
    done: listDone(handling, words),
    listening,
    levels: readLevels(call).changes,
    unheard: whyUnheard({ listening }, handling.to),
    earlier,
  }
}

const readTalk = (talk: Talk): SegmentReading => {
  const { segment, steps, listening } = talk
  const isSilent = talk.playbook.actions.length === 0
  const excuses = isSilent ? [] : excusesOf(talk)
  return {
    steps: steps.steps,
    visits: steps.visits,
    skips: steps.skips,
    backMoves: steps.backMoves,
    current: steps.current,
    hasEvidence: steps.hasEvidence,
    segment,
    listening: isSilent ? 'none' : listening.state,
    words: talk.words,
    actions: isSilent ? [] : readActions(talk, excuses),
    orders: isSilent ? [] : readOrders(talk, excuses),
    prohibited: isSilent ? [] : readProhibited(talk),
    plans: isSilent ? [] : readPlans(talk),
    unsaid: isSilent ? [] : readUnsaid(talk),
  }
}

/** What is known of a handling beside its words lasts until something else is told of the call. */
const handlingOf = rememberLast((_: Remembers, segment: Segment, call: Call, playbook: Playbook, _told: number) =>
  toHandling(call, segment, playbook),
)

const handlingIn = (call: Call, segment: Segment, playbook: Playbook): Handling =>
  handlingOf(memoryOf(call), segment, call, playbook, toldVersionOf(call))

const toReading = (segments: readonly SegmentReading[]): CallReading => ({
  segments,
  of: (segment) => segments.find((one) => one.segment === segment) ?? withoutSteps(segment),
})

/** All but `beingSaid`: it hangs on what was told, and on words that were said to their end. */
const readFinished = rememberLast(
  (_: Remembers, call: Call, playbook: Playbook, _told: number, finished: readonly Utterance[]): CallReading => {
    const talks: Talk[] = []
    return toReading(
      call.segments.map((segment) => {
        if (!isOwner(segment)) return withoutSteps(segment)
        const handling = handlingIn(call, segment, playbook)
        const talk = toTalk(call, handling, hearIn(handling, finished), [...talks])
        talks.push(talk)
        return readTalk(talk)
      }),
    )
  },
)

const noteBeingSaid = (call: Call, playbook: Playbook, reading: SegmentReading): SegmentReading => {
  const { segment, current } = reading
  if (!isOwner(segment) || segment.endedAt !== undefined) return reading
  const handling = handlingIn(call, segment, playbook)
  const beingSaid = beingSaidIn(call, handling, hearIn(handling, finishedOf(call)))
  return beingSaid === undefined || beingSaid === current ? reading : { ...reading, beingSaid }
}

const lastReading = rememberLast((memory: Remembers, call: Call, playbook: Playbook, _version: number): CallReading => {
  const reading = readFinished(memory, call, playbook, toldVersionOf(call), finishedOf(call))
  if (unfinishedOf(call).length === 0) return reading
  return toReading(reading.segments.map((one) => noteBeingSaid(call, playbook, one)))
})

/** Reads a call once as long as nothing is folded into it. Pure: equal calls read equally. */
export const readCall = (call: Call, { playbook }: Pick<Law, 'playbook'>): CallReading =>
  lastReading(memoryOf(call), call, playbook, versionOf(call))
