import { keepLast } from '../keep.ts'
import { normalisedOf } from '../speech/normalize.ts'
import type { Hold, Span, Utterance } from './call.ts'
import { dwellMs, mergeSpans } from './durations.ts'
import type { Word } from './listening.ts'

/** Who spoke when, as far as the recogniser told where each utterance began and ended. Times in milliseconds. */
export type Conversation = {
  agentMs: number
  customerMs: number
  /** Both spoke at once. */
  overlapMs: number
  /** Neither spoke, from the first word to the last, holds aside; and the longest time of that. */
  silenceMs: number
  longestSilenceMs: number
  /** When the agent began to speak while the customer was in the middle of something. */
  interruptions: readonly Word[]
  /** Characters of the agent, fillers and punctuation aside. */
  agentChars: number
}

/** Whoever begins so soon after the other spoke at the same time by chance; whoever begins so late let them finish. */
const BEGUN_MS = 300
const GOING_ON_MS = 500
/** 嗯, 好的, 对对: who says no more than that is listening. */
const BACK_CHANNEL = 2

type Spoken = { word: Word; from: number; to: number }

const lengthOf = keepLast((utterance: Utterance): number => normalisedOf(utterance).text.length)

const spanOf = (word: Word): Spoken | undefined => {
  const { beginOffsetMs, endOffsetMs } = word.utterance
  if (beginOffsetMs === undefined || endOffsetMs === undefined || endOffsetMs < beginOffsetMs) return undefined
  return { word, from: word.at, to: word.at + endOffsetMs - beginOffsetMs }
}

const sum = (spans: readonly Span[]): number => spans.reduce((total, { from, to = from }) => total + to - from, 0)

const cutsIn = ({ from, word }: Spoken, customer: readonly Spoken[]): boolean =>
  lengthOf(word.utterance) > BACK_CHANNEL &&
  customer.some((one) => one.from + BEGUN_MS <= from && from + GOING_ON_MS <= one.to)

/** Undefined where anything was said of which nobody told when it began or ended, or where one side said nothing. */
export const measureConversation = (words: readonly Word[], holds: readonly Hold[] = []): Conversation | undefined => {
  const agent: Spoken[] = []
  const customer: Spoken[] = []
  for (const word of words) {
    const { role } = word.utterance
    if (role !== 'agent' && role !== 'customer') continue
    const spoken = spanOf(word)
    if (!spoken) return undefined
    ;(role === 'agent' ? agent : customer).push(spoken)
  }
  const now = Number.POSITIVE_INFINITY
  const sides = [mergeSpans(agent, now), mergeSpans(customer, now)] as const
  const talk = mergeSpans([...agent, ...customer], now)
  const pauses = talk
    .slice(1)
    .map(({ from }, index) => dwellMs({ from: talk[index]?.to ?? from, to: from }, { holds: [...holds] }, from))
  const [agentMs, customerMs] = [sum(sides[0]), sum(sides[1])]
  if (agentMs === 0 || customerMs === 0) return undefined
  return {
    agentMs,
    customerMs,
    overlapMs: agentMs + customerMs - sum(talk),
    silenceMs: pauses.reduce((total, pause) => total + pause, 0),
    longestSilenceMs: Math.max(0, ...pauses),
    interruptions: agent.filter((spoken) => cutsIn(spoken, customer)).map(({ word }) => word),
    agentChars: agent.reduce((total, { word }) => total + lengthOf(word.utterance), 0),
  }
}

/** The customer's part of all talk, 0..1; of what both said at once each has all of it. */
export const customerShareOf = ({ agentMs, customerMs }: Conversation): number => customerMs / (agentMs + customerMs)
