import { areSame } from '../keep.ts'
import type { ActionUse } from '../playbook/action.ts'
import type { Duty } from '../playbook/duties.ts'
import { noteIn } from '../remember.ts'
import { STEPS, type Step, type UnknownReason } from '../words.ts'
import type { Span } from './call.ts'
import { conditionsIn, type Excuse } from './circumstances.ts'
import { areStill, type Grounds, groundsOf, untakenOf } from './grounds.ts'
import type { Handling } from './handling.ts'
import { actionOf, isHinted, whyUnheard, whyUnseen } from './hits.ts'
import { isMeasuredInTalk, meetsMetrics } from './measured.ts'
import { type Finding, type Look, readAction } from './read-action.ts'
import type { Round, RoundSpan } from './rounds.ts'
import type { Talk } from './talk.ts'

/** One action of one round. */
export type ActionReading = Finding & { action: string; step: Step; round: number; use: ActionUse }

/** When the step went on, whoever told it: from its begin to the first stay in a later one. */
const spanOf = ({ stays, visits }: Round, step: Step, until: number): Required<Span> | undefined => {
  const { from } = stays[step]
  if (from === undefined) return undefined
  const next = visits.find((visit) => visit.from > from && STEPS.indexOf(visit.step) > STEPS.indexOf(step))
  return { from, to: Math.min(next?.from ?? until, until) }
}

const lookFor = (talk: Talk, round: Round, { step, use }: Duty, at: number, from?: number): Look => {
  const action = actionOf(talk.playbook, use.action)
  if (!action || !isMeasuredInTalk(action)) return whyUnclear(talk, use, at, from)
  const span = spanOf(round, step, at)
  const measured = span ? meetsMetrics(talk.words, action, span) : 'not_measured'
  return measured === 'not_measured' ? measured : (whyUnheard(talk, at) ?? measured)
}

const whyUnclear = (talk: Talk, use: ActionUse, at: number, from?: number): UnknownReason | undefined =>
  whyUnseen(talk, use.action, at) ?? (from !== undefined && isHinted(talk, use, from, at) ? 'unclear' : undefined)

/** What was asked of how well one was listened to, and the answer. */
type Asked = { at: number; from?: number; look: Look }
type Kept = { grounds: Grounds; asked?: Asked; reading: ActionReading }

const readAnew = (talk: Talk, round: Round, duty: Duty, excuses: readonly Excuse[]): Kept => {
  const { use } = duty
  const grounds = groundsOf(talk, round, duty, excuses)
  let asked: Asked | undefined
  const { status, why, dueAt, doneAt, evidence } = readAction(talk, round, duty, grounds, (at, from) => {
    asked = { at, from, look: lookFor(talk, round, duty, at, from) }
    return asked.look
  })
  const reading = { action: use.action, step: duty.step, round: round.n, use, status, dueAt, doneAt, evidence, why }
  return { grounds, asked, reading }
}

const isAnsweredAlike = ({ asked, reading }: Kept, talk: Talk, round: Round): boolean =>
  asked === undefined || lookFor(talk, round, reading, asked.at, asked.from) === asked.look

const isOwedIn = ({ n, isLast }: RoundSpan, { step, use }: Duty): boolean => {
  if (use.level === 'prohibited') return false
  if (step === 'opening') return n === 1
  return step !== 'closing' || isLast
}

/** All that the grounds of a round's duties are made of. */
type Scene = readonly unknown[]

const sceneOf = (talk: Talk, round: Round, excuses: readonly Excuse[]): Scene => [
  round.isLast,
  round.from,
  round.to,
  ...STEPS.map((step) => round.stays[step]),
  ...STEPS.map((step) => untakenOf(talk, round, step)),
  conditionsIn(talk),
  excuses,
  talk.done,
  ...talk.earlier.map(({ done }) => done),
]

/** What was read of a round; `kept` has a place for each duty, empty where the round does not owe it. */
type RoundRead = { scene: Scene; kept: readonly (Kept | undefined)[] }

/** A reading holds as long as its grounds are the same and what was asked is answered as it was. */
const readRound = (talk: Talk, round: Round, excuses: readonly Excuse[], last: RoundRead | undefined): RoundRead => {
  const scene = sceneOf(talk, round, excuses)
  const isSameScene = last !== undefined && last.scene.length === scene.length && areSame(last.scene, scene)
  if (isSameScene && last.kept.every((kept) => !kept || isAnsweredAlike(kept, talk, round))) return last
  const kept = talk.duties.map((duty, index) => {
    if (!isOwedIn(round, duty)) return undefined
    const known = last?.kept[index]
    const holds = known && areStill(known.grounds, talk, round, duty, excuses) && isAnsweredAlike(known, talk, round)
    return holds ? known : readAnew(talk, round, duty, excuses)
  })
  return { scene, kept }
}

/** Of each round, what was read last. */
const lastRead = noteIn<Handling, (RoundRead | undefined)[]>(() => [])

/** Every action the handling owes, round by round: the opening once, what ends a call in the last round only. */
export const readActions = (talk: Talk, excuses: readonly Excuse[]): ActionReading[] => {
  const rounds = lastRead(talk)
  const actions: ActionReading[] = []
  for (const round of talk.rounds) {
    const read = readRound(talk, round, excuses, rounds[round.n])
    rounds[round.n] = read
    for (const kept of read.kept) if (kept) actions.push(kept.reading)
  }
  return actions
}
