import type { Playbook } from '../playbook/playbook.ts'
import type { Call, Segment } from './call.ts'
import { excusesOf } from './circumstances.ts'
import type { Law } from './judge.ts'
import type { Listening } from './listening.ts'
import { mergeSteps, type SegmentSteps } from './merge-steps.ts'
import { type ActionReading, readActions } from './read-actions.ts'
import { type OrderBreach, readOrders } from './read-orders.ts'
import { type Plan, type ProhibitedHit, readPlans, readProhibited, readUnsaid, type Unsaid } from './read-words.ts'
import { type Talk, toTalk } from './talk.ts'
import { versionOf } from './version.ts'

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
  ...mergeSteps(segment),
  segment,
  listening: 'none',
  ...NOTHING,
})

const isOwner = ({ role, answeredAt }: Segment) => role === 'owner' && answeredAt !== undefined

const readTalk = (talk: Talk): SegmentReading => {
  const { segment, steps, listening } = talk
  if (talk.playbook.actions.length === 0) return { ...withoutSteps(segment), ...steps }
  const excuses = excusesOf(talk)
  return {
    ...steps,
    segment,
    listening: listening.state,
    actions: readActions(talk, excuses),
    orders: readOrders(talk, excuses),
    prohibited: readProhibited(talk),
    plans: readPlans(talk),
    unsaid: readUnsaid(talk),
  }
}

const read = (call: Call, playbook: Playbook): CallReading => {
  const talks: Talk[] = []
  const segments = call.segments.map((segment) => {
    if (!isOwner(segment)) return withoutSteps(segment)
    const talk = toTalk(call, segment, playbook, [...talks])
    talks.push(talk)
    return readTalk(talk)
  })
  return { segments, of: (segment) => segments.find((one) => one.segment === segment) ?? withoutSteps(segment) }
}

const readings = new WeakMap<Call, { version: number; playbook: Playbook; reading: CallReading }>()

/** Reads a call once as long as nothing is folded into it. Pure: equal calls read equally. */
export const readCall = (call: Call, { playbook }: Pick<Law, 'playbook'>): CallReading => {
  const known = readings.get(call)
  if (known && known.version === versionOf(call) && known.playbook === playbook) return known.reading
  const reading = read(call, playbook)
  readings.set(call, { version: versionOf(call), playbook, reading })
  return reading
}
