import { type Duty, dutiesOf } from '../playbook/duties.ts'
import type { Playbook } from '../playbook/playbook.ts'
import type { Remembers } from '../remember.ts'
import type { Scenario } from '../words.ts'
import type { Segment, ToldCall } from './call.ts'
import { scenarioUntil } from './scenario.ts'
import { eventsOf, type TalkEvent, type Tells, tellsOf } from './told-events.ts'

/** One agent's handling with all that is known of it beside its words. Times in epoch ms. */
export type Handling = Remembers & {
  call: ToldCall
  segment: Segment
  playbook: Playbook
  scenario: Scenario | undefined
  from: number
  /** Its end; Infinity while it lasts. */
  to: number
  duties: readonly Duty[]
  events: readonly TalkEvent[]
  tells: Tells
}

export const toHandling = (call: ToldCall, segment: Segment, playbook: Playbook): Handling => {
  const scenario = scenarioUntil(call, segment.endedAt)
  return {
    call,
    segment,
    playbook,
    scenario,
    from: segment.answeredAt ?? call.startedAt,
    to: segment.endedAt ?? Number.POSITIVE_INFINITY,
    duties: dutiesOf(playbook, scenario, call),
    events: eventsOf(call, segment),
    tells: tellsOf(call),
    memory: new Map(),
  }
}
