import type { Playbook } from '../playbook/playbook.ts'
import { type Remembers, rememberLast } from '../remember.ts'
import type { Call, Segment } from './call.ts'
import { excusesOf } from './circumstances.ts'
import { type Handling, toHandling } from './handling.ts'
import { listDone, whyUnheard } from './hits.ts'
import type { Law } from './judge.ts'
import { readLevels } from './levels.ts'
import { finishedOf, type Heard, hearIn, indexWords, type Listening, listeningTo } from './listening.ts'
import { mergeSteps, type SegmentSteps, toldSteps } from './merge-steps.ts'
import { type ActionReading, readActions } from './read-actions.ts'
import { type OrderBreach, readOrders } from './read-orders.ts'
import { type Plan, type ProhibitedHit, readPlans, readProhibited, readUnsaid, type Unsaid } from './read-words.ts'
import { roundsOf } from './rounds.ts'
import { spokenIn } from './spoken.ts'
import type { Talk } from './talk.ts'
import { memoryOf, toldVersionOf, versionOf } from './version.ts'

/** All that can be read out of one agent's handling. */
export type SegmentReading = SegmentSteps & {
  segment: Segment
  listening: Listening['state']
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
  ...NOTHING,
})

const isOwner = ({ role, answeredAt }: Segment) => role === 'owner' && answeredAt !== undefined

/** Field by field, as the readings below: this runs with every utterance, and to spread so many takes ten times as long. */
const toTalk = (call: Call, handling: Handling, heard: Heard, earlier: readonly Talk[]): Talk => {
  const { words } = heard
  const listening = listeningTo(handling, heard)
  const steps = mergeSteps(handling, spokenIn(call, handling, heard, listening))
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

const read = (call: Call, playbook: Playbook): CallReading => {
  const finished = finishedOf(call)
  const told = toldVersionOf(call)
  const talks: Talk[] = []
  const segments = call.segments.map((segment) => {
    if (!isOwner(segment)) return withoutSteps(segment)
    const handling = handlingOf(memoryOf(call), segment, call, playbook, told)
    const talk = toTalk(call, handling, hearIn(handling, finished), [...talks])
    talks.push(talk)
    return readTalk(talk)
  })
  return { segments, of: (segment) => segments.find((one) => one.segment === segment) ?? withoutSteps(segment) }
}

const lastReading = rememberLast((_: Remembers, call: Call, playbook: Playbook, _version: number) =>
  read(call, playbook),
)

/** Reads a call once as long as nothing is folded into it. Pure: equal calls read equally. */
export const readCall = (call: Call, { playbook }: Pick<Law, 'playbook'>): CallReading =>
  lastReading(memoryOf(call), call, playbook, versionOf(call))
