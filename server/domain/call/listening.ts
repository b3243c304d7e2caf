import { insert } from '../insert.ts'
import { areSame } from '../keep.ts'
import { meaningsOf, type SpokenHit } from '../playbook/compiled.ts'
import type { Playbook } from '../playbook/playbook.ts'
import { type Remembers, rememberLast, rememberOnce, rememberSame, rememberSum } from '../remember.ts'
import { compareSpoken, type Spoken, toSpoken } from '../speech/spoken-order.ts'
import type { Call, Segment, StreamChange, ToldCall, Utterance } from './call.ts'
import type { Handling } from './handling.ts'
import { dueAfter } from './timers.ts'
import { memoryOf, versionOf } from './version.ts'

/** A finished utterance of one handling and what it means to the playbook. `at`: when it began, epoch ms. */
export type Word = { utterance: Utterance; at: number; hits: readonly SpokenHit[] }

/** Something said that means something to the playbook. */
export type Saying = { word: Word; hit: SpokenHit }

/** Where each thing was said first to last, by its kind and id. */
export type Said = Readonly<Record<SpokenHit['kind'], ReadonlyMap<string, readonly Saying[]>>>

const beginIndex = (): Record<SpokenHit['kind'], Map<string, Saying[]>> => ({
  action: new Map(),
  forbidden: new Map(),
  condition: new Map(),
  exemption: new Map(),
})

export const indexWords: (handling: Handling, words: readonly Word[]) => Said = rememberSum(
  beginIndex,
  (said, word) => {
    for (const hit of word.hits) {
      const list = said[hit.kind].get(hit.id)
      if (list) list.push({ word, hit })
      else said[hit.kind].set(hit.id, [{ word, hit }])
    }
    return said
  },
)

/** A transcript that begins later than this after the answer has missed something. Milliseconds. */
const LATE_START_MS = 15_000
/** Silence, holds taken out, after which nobody knows whether the recogniser still listens. */
const SILENCE_MS = 45_000
/** The last words may be told a little after the end. */
const AFTER_END_MS = 5_000

/** Whether something was said in this handling. */
export const isSaidIn = (
  call: ToldCall,
  segment: Segment,
  { at, agentId }: Pick<Utterance, 'at' | 'agentId'>,
): boolean => {
  const { answeredAt, endedAt = Number.POSITIVE_INFINITY } = segment
  if (answeredAt === undefined || at < answeredAt || at > endedAt + AFTER_END_MS) return false
  if (agentId !== undefined && agentId !== segment.agentId) return false
  const isNextOn = call.segments.some(
    (other) =>
      other !== segment &&
      other.role === 'owner' &&
      (other.answeredAt ?? Number.POSITIVE_INFINITY) >= endedAt &&
      (other.answeredAt ?? Number.POSITIVE_INFINITY) <= at,
  )
  return !isNextOn
}

/** Words begin where the recogniser says so, else when they were told. */
const beganAt = ({ at, beginOffsetMs }: Utterance, answeredAt: number): number =>
  beginOffsetMs === undefined ? at : Math.min(at, answeredAt + beginOffsetMs)

const toWord = (utterance: Utterance, answeredAt: number, playbook: Playbook): Word => ({
  utterance,
  at: beganAt(utterance, answeredAt),
  hits: meaningsOf(playbook, utterance),
})

const compareWords = (a: Word, b: Word): number =>
  a.at - b.at || (a.utterance.utteranceId < b.utterance.utteranceId ? -1 : 1)

/** What was said to its end in one handling: for the playbook and for the steps, each in its own order of time. */
export type Heard = { words: readonly Word[]; spoken: readonly Spoken[]; toldUntil: number }

const SILENT: Heard = { words: [], spoken: [], toldUntil: Number.NEGATIVE_INFINITY }

/** What is heard of one handling in the finished utterances of its call; what is still being recognised proves nothing. */
export const hearIn = rememberSum<Handling, Utterance, Heard>(
  () => SILENT,
  (heard, utterance, { call, segment, playbook }) => {
    const { answeredAt } = segment
    if (answeredAt === undefined || !isSaidIn(call, segment, utterance)) return heard
    const spoken = insert(heard.spoken, toSpoken(utterance, answeredAt), compareSpoken)
    // A playbook that describes no actions listens to nothing.
    if (playbook.actions.length === 0) return { ...heard, spoken }
    return {
      words: insert(heard.words, toWord(utterance, answeredAt, playbook), compareWords),
      spoken,
      toldUntil: Math.max(heard.toldUntil, utterance.at),
    }
  },
)

const areSameLists = (some: readonly unknown[], others: readonly unknown[]): boolean =>
  some.length === others.length && areSame(some, others)

/** As long as only unfinished words come, one list: what was read from it need not be read again. */
const sameFinished = rememberSame<Remembers, 'finished', readonly Utterance[]>(areSameLists)

const sortOut = rememberLast((memory: Remembers, { utterances }: Call, _version: number) => ({
  finished: sameFinished(
    memory,
    'finished',
    utterances.filter(({ isFinal }) => isFinal),
  ),
  unfinished: utterances.filter(({ isFinal, role }) => !isFinal && role === 'agent'),
}))

/** What was said to its end in a call, whoever said it. */
export const finishedOf = (call: Call): readonly Utterance[] => sortOut(memoryOf(call), call, versionOf(call)).finished

/** What agents of a call began to say and nobody has told the end of. */
export const unfinishedOf = (call: Call): readonly Utterance[] =>
  sortOut(memoryOf(call), call, versionOf(call)).unfinished

export type Listening = {
  /** `none`: no transcript from the beginning on. `failed`: it broke off. */
  state: 'none' | 'open' | 'ended' | 'failed'
  /** Whether everything said up to then was heard: only then may something be found missing. */
  isCompleteUntil(at: number): boolean
}

const DEAF: Listening = { state: 'none', isCompleteUntil: () => false }

const streamsOf = ({ call, segment }: Handling): readonly StreamChange[] =>
  call.streams.filter(({ agentId }) => agentId === undefined || agentId === segment.agentId)

/** When a recogniser last stopped to listen to one handling: -Infinity = never, Infinity = it has not begun again. */
export const lastStopOf: (handling: Handling) => number = rememberOnce((handling: Handling) => {
  const streams = streamsOf(handling)
  if (streams.length > 0 && streams.at(-1)?.what !== 'started') return Number.POSITIVE_INFINITY
  return streams.findLast(({ what }) => what !== 'started')?.at ?? Number.NEGATIVE_INFINITY
})

/** Since when one handling was listened to, and where that broke off; undefined where nobody listened from the answer on. */
const streamOf = rememberOnce((handling: Handling) => {
  const { answeredAt, gaps } = handling.segment
  if (answeredAt === undefined) return undefined
  const streams = streamsOf(handling)
  const before = streams.findLast(({ at }) => at <= answeredAt + LATE_START_MS)
  if (before?.what !== 'started') return undefined
  const broken = streams.find(({ at, what }) => at >= before.at && what !== 'started')
  const holes = gaps.filter(({ to = Number.POSITIVE_INFINITY }) => to >= answeredAt).map(({ from }) => from)
  if (broken?.what === 'failed') holes.push(broken.at)
  return {
    heardFrom: Math.max(answeredAt, before.at),
    broken,
    unheardFrom: holes.length > 0 ? Math.min(...holes) : undefined,
  }
})

/** How well one handling was listened to. */
export const listeningTo = (handling: Handling, { toldUntil }: Heard): Listening => {
  const stream = streamOf(handling)
  if (!stream) return DEAF
  const { heardFrom, broken, unheardFrom } = stream
  const { endedAt, holds } = handling.segment
  const freshUntil = dueAfter(Math.max(heardFrom, toldUntil), SILENCE_MS, holds) ?? Number.POSITIVE_INFINITY
  const lastUntil = broken?.what === 'ended' ? broken.at + AFTER_END_MS : freshUntil
  return {
    state: broken?.what === 'failed' ? 'failed' : broken ? 'ended' : 'open',
    isCompleteUntil(at) {
      const until = Math.min(at, endedAt ?? at)
      return until <= lastUntil && (unheardFrom === undefined || until < unheardFrom)
    },
  }
}
