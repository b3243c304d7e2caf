import type { AmiFrame } from './ami-message.ts'
import type { CallBook } from './call-book.ts'
import type { AsteriskConfig } from './config.ts'
import type { Legs } from './legs.ts'
import type { Outlet } from './outlet.ts'
import type { Pbx } from './pbx.ts'
import type { Roster } from './roster.ts'

/** What the translator knows of one PBX, shared by the readers of its messages. */
export type Context = {
  pbx: Pbx
  book: CallBook
  roster: Roster
  legs: Legs
  outlet: Outlet
  config: AsteriskConfig
  tally: Tally
}

/** Things a person should look at: counted, never guessed. */
export type Tally = {
  unknownSteps: Map<string, number>
  stepsOutsideLegs: number
  queues: Set<string>
}

export type Reader = (frame: AmiFrame) => void
export type Readers = Readonly<Record<string, Reader>>

export const count = (counts: Map<string, number>, key: string): void => {
  counts.set(key, (counts.get(key) ?? 0) + 1)
}
