import { keep, keepLast } from '../keep.ts'
import { normalisedOf } from '../speech/normalize.ts'
import type { Span, Utterance } from './call.ts'
import { mergeSpans, overlapMs } from './durations.ts'
import type { Word } from './listening.ts'

/** Who spoke when, as far as the recogniser told where each utterance began and ended. Times in milliseconds from the answer. */
export type Conversation = {
  agentMs: number
  customerMs: number
  /** Both spoke at once. */
  overlapMs: number
  /** Neither spoke, between the first word and the last. Holds are in it. */
  pauses: readonly Required<Span>[]
  /** How often the agent began to speak while the customer was in the middle of something. */
  interruptions: number
  /** Characters of the agent, fillers and punctuation aside. */
  agentChars: number
}

/** Whoever begins so soon after the other spoke at the same time by chance; whoever begins so late let them finish. */
const BEGUN_MS = 300
const GOING_ON_MS = 500
/** 嗯, 好的, 对对: who says no more than that is listening. */
const BACK_CHANNEL = 2

type Spoken = Required<Span> & { utterance: Utterance }

const lengthOf = keepLast((utterance: Utterance): number => normalisedOf(utterance).text.length)

const spanOf = (utterance: Utterance): Spoken | undefined => {
  const { beginOffsetMs: from, endOffsetMs: to } = utterance
  return from === undefined || to === undefined || to < from ? undefined : { from, to, utterance }
}

const byBegin = (a: Spoken, b: Spoken) => a.from - b.from

const sum = (spans: readonly Required<Span>[]): number => spans.reduce((total, { from, to }) => total + to - from, 0)

/** Both lists in order of their begin. */
const countInterruptions = (agent: readonly Spoken[], customer: readonly Spoken[]): number => {
  let count = 0
  let next = 0
  let lastsUntil = Number.NEGATIVE_INFINITY
  for (const { from, utterance } of agent) {
    for (let one = customer[next]; one && one.from + BEGUN_MS <= from; one = customer[++next])
      lastsUntil = Math.max(lastsUntil, one.to)
    if (from + GOING_ON_MS <= lastsUntil && lengthOf(utterance) > BACK_CHANNEL) count += 1
  }
  return count
}

const pausesIn = (talk: readonly Required<Span>[]): Required<Span>[] =>
  talk.slice(1).map(({ from }, index) => ({ from: talk[index]?.to ?? from, to: from }))

/** Undefined where anything was said of which nobody told when it began or ended, or where one side said nothing. */
export const measureConversation = (words: readonly Word[]): Conversation | undefined => {
  const agent: Spoken[] = []
  const customer: Spoken[] = []
  for (const { utterance } of words) {
    if (utterance.role !== 'agent' && utterance.role !== 'customer') continue
    const spoken = spanOf(utterance)
    if (!spoken) return undefined
    const side = utterance.role === 'agent' ? agent : customer
    side.push(spoken)
  }
  const now = Number.POSITIVE_INFINITY
  const talk = mergeSpans([...agent, ...customer], now)
  const agentMs = sum(mergeSpans(agent, now))
  const customerMs = sum(mergeSpans(customer, now))
  if (agentMs === 0 || customerMs === 0) return undefined
  return {
    agentMs,
    customerMs,
    overlapMs: agentMs + customerMs - sum(talk),
    pauses: pausesIn(talk),
    interruptions: countInterruptions(agent.sort(byBegin), customer.sort(byBegin)),
    agentChars: agent.reduce((total, { utterance }) => total + lengthOf(utterance), 0),
  }
}

/** The same of all that was said in a handling, measured once for each list of words. */
export const conversationOf: (words: readonly Word[]) => Conversation | undefined = keep(measureConversation)

/** The customer's part of all talk, 0..1; of what both said at once each has all of it. */
export const customerShareOf = ({ agentMs, customerMs }: Conversation): number => customerMs / (agentMs + customerMs)

/** Silence in all, and the longest, holds aside. `holds` in the same times, none over another. */
export const silenceOf = (
  { pauses }: Conversation,
  holds: readonly Required<Span>[],
): { silenceMs: number; longestSilenceMs: number } => {
  let silenceMs = 0
  let longestSilenceMs = 0
  for (const pause of pauses) {
    const held = holds.reduce((total, hold) => total + overlapMs(pause, hold, hold.to), 0)
    const ms = pause.to - pause.from - held
    silenceMs += ms
    longestSilenceMs = Math.max(longestSilenceMs, ms)
  }
  return { silenceMs, longestSilenceMs }
}
