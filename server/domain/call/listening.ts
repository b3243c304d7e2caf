import { keepLast } from '../keep.ts'
import { meaningsOf, type SpokenHit } from '../playbook/compiled.ts'
import type { Playbook } from '../playbook/playbook.ts'
import type { Call, Segment, Utterance } from './call.ts'
import { hasGap } from './durations.ts'
import { dueAfter } from './timers.ts'

/** A finished utterance of one handling and what it means to the playbook. `at`: when it began, epoch ms. */
export type Word = { utterance: Utterance; at: number; hits: readonly SpokenHit[] }

/** Where each thing was said first to last, by `SpokenHit.key`. */
export type Said = ReadonlyMap<string, readonly { word: Word; hit: SpokenHit }[]>

export const indexWords = (words: readonly Word[]): Said => {
  const said = new Map<string, { word: Word; hit: SpokenHit }[]>()
  for (const word of words)
    for (const hit of word.hits) {
      const list = said.get(hit.key)
      if (list) list.push({ word, hit })
      else said.set(hit.key, [{ word, hit }])
    }
  return said
}

/** A transcript that begins later than this after the answer has missed something. Milliseconds. */
const LATE_START_MS = 15_000
/** Silence, holds taken out, after which nobody knows whether the recogniser still listens. */
const SILENCE_MS = 45_000
/** The last words may be told a little after the end. */
const AFTER_END_MS = 5_000

/** Whether something was said in this handling. */
export const isSaidIn = (call: Call, segment: Segment, { at, agentId }: Pick<Utterance, 'at' | 'agentId'>): boolean => {
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

/** What was said in one handling, finished or not. */
export const utterancesOf = (call: Call, segment: Segment): Utterance[] =>
  call.utterances.filter((utterance) => isSaidIn(call, segment, utterance))

const toWord = keepLast(
  (utterance: Utterance, at: number, playbook: Playbook): Word => ({
    utterance,
    at,
    hits: meaningsOf(playbook, utterance),
  }),
)

/** What was said in one handling, in order of time; what is still being recognised proves nothing. */
export const wordsOf = (call: Call, segment: Segment, playbook: Playbook): Word[] =>
  utterancesOf(call, segment)
    .filter(({ isFinal }) => isFinal)
    .map((utterance) => toWord(utterance, beganAt(utterance, segment.answeredAt ?? utterance.at), playbook))
    .sort((a, b) => a.at - b.at || (a.utterance.utteranceId < b.utterance.utteranceId ? -1 : 1))

export type Listening = {
  /** `none`: no transcript from the beginning on. `failed`: it broke off. */
  state: 'none' | 'open' | 'ended' | 'failed'
  /** Whether everything said up to then was heard: only then may something be found missing. */
  isCompleteUntil(at: number): boolean
}

const DEAF: Listening = { state: 'none', isCompleteUntil: () => false }

/** How well one handling was listened to. */
export const listeningTo = (call: Call, segment: Segment, words: readonly Word[]): Listening => {
  const { answeredAt, endedAt } = segment
  if (answeredAt === undefined) return DEAF
  const streams = call.streams.filter(({ agentId }) => agentId === undefined || agentId === segment.agentId)
  const before = streams.findLast(({ at }) => at <= answeredAt + LATE_START_MS)
  if (before?.what !== 'started') return DEAF
  const broken = streams.find(({ at, what }) => at >= before.at && what !== 'started')
  const toldAt = words.map(({ utterance }) => utterance.at)
  const isFresh = (at: number): boolean => {
    if (toldAt.some((told) => told >= at)) return true
    const last = Math.max(answeredAt, before.at, ...toldAt)
    return (dueAfter(last, SILENCE_MS, segment.holds) ?? Number.POSITIVE_INFINITY) >= at
  }
  return {
    state: broken?.what === 'failed' ? 'failed' : broken ? 'ended' : 'open',
    isCompleteUntil(at) {
      const until = Math.min(at, endedAt ?? at)
      if (hasGap(segment, answeredAt, until)) return false
      if (broken?.what === 'failed' && broken.at <= until) return false
      if (broken?.what === 'ended') return broken.at >= until - AFTER_END_MS
      return isFresh(until)
    },
  }
}
