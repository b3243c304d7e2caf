import type { Action } from '../playbook/action.ts'
import { firstWhere } from '../speech/chain.ts'
import type { UnknownReason } from '../words.ts'
import type { Span } from './call.ts'
import { type Conversation, customerShareOf, measureConversation } from './conversation.ts'
import type { Word } from './listening.ts'

const MINUTE = 60_000
/** How people talk to each other shows after so much of it, ms. */
const ENOUGH_MS = 20_000

type Metric = Action['metrics'][number]

const measureOf = (talk: Conversation, { metric }: Metric, ms: number): number | undefined => {
  if (metric === 'customer_talk_share') return customerShareOf(talk)
  if (metric === 'agent_interruptions_per_min') return (talk.interruptions * MINUTE) / ms
  return undefined
}

const isWithin = (value: number, { atLeast = Number.NEGATIVE_INFINITY, atMost = Number.POSITIVE_INFINITY }: Metric) =>
  atLeast <= value && value <= atMost

/** Whether an action shows in how the two spoke, not in what they said. */
export const isMeasuredInTalk = ({ evidence, metrics }: Action): boolean =>
  evidence[0] === 'metric' && metrics.some(({ metric }) => metric !== 'agent_release_after_bye_sec')

/**
 * Whether all that is asked of how the two spoke was `met` by what was said in a span, epoch ms; undefined where it was not.
 */
export const meetsMetrics = (
  words: readonly Word[],
  { metrics }: Action,
  { from, to }: Required<Span>,
): 'met' | UnknownReason | undefined => {
  const first = firstWhere(words, ({ at }) => at >= from)
  const end = firstWhere(words, ({ at }) => at >= to)
  const talk = measureConversation(words.slice(first, end))
  if (!talk || talk.agentMs + talk.customerMs < ENOUGH_MS) return 'not_measured'
  const values = metrics.map((metric) => ({ metric, value: measureOf(talk, metric, to - from) }))
  if (values.some(({ value }) => value === undefined)) return 'not_measured'
  return values.every(({ metric, value }) => value !== undefined && isWithin(value, metric)) ? 'met' : undefined
}
