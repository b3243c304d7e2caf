import { STEPS, type Step } from '../../words.ts'
import type { Heard } from '../hear.ts'

/** What was known when an agent's utterance was said; nothing of what came after. */
export type TurnContext = {
  /** The agent's how-manieth utterance, from 1. */
  turn: number
  sinceAnswerMs?: number
  /** Step of the agent's utterance before. */
  previous?: Step
  /** Steps heard so far. */
  seen: ReadonlySet<Step>
  /** 0..1: how sure it is that the customer has said what it is about. */
  need: number
  /** What the customer said since the agent spoke last. */
  answer?: { need: number; length: number; isThanks: boolean }
}

const TURNS = [1, 2, 3, 4, 6, 10] as const
const SECONDS = [6, 15, 30, 60, 120, 240] as const
const LENGTHS = [2, 5, 12, 30] as const

const bucketOf = (value: number, bounds: readonly number[]): number => {
  const index = bounds.findIndex((bound) => value <= bound)
  return index < 0 ? bounds.length : index
}

const columns = new Map<string, Map<string | number, number>>()
let width = 0
const nameAll = (group: string, values: readonly (string | number)[]): void => {
  columns.set(group, new Map(values.map((value) => [value, width++])))
}
const FROM_NONE = ['none', ...STEPS] as const
nameAll('bias', [0])
nameAll('turn', [...TURNS.keys(), TURNS.length])
nameAll('time', ['none', ...SECONDS.keys(), SECONDS.length])
nameAll('length', [...LENGTHS.keys(), LENGTHS.length])
nameAll('previous', FROM_NONE)
nameAll('seen', STEPS)
nameAll('need', ['yes', 'no'])
nameAll('answer', ['none', 'need', 'thanks', 'short', 'other'])
nameAll('cue', STEPS)
nameAll('near', STEPS)
nameAll('ask', ['no', 'before', 'after', 'before long', 'after long'])
nameAll('tail', ['before', 'after'])
nameAll(
  'after',
  FROM_NONE.flatMap((previous) => FROM_NONE.map((top) => previous + top)),
)

/** So many columns of the model are not hashed. */
export const DENSE_COLUMNS = width

export type Feature = readonly [column: number, value: number]

/** A long line that ends by asking is a recap where handling went before. */
const LONG = 16
const LONG_ASK = { before: 'before long', after: 'after long' } as const
const LONGEST_TAIL = 4
/** Asks for a yes, not for news. */
const TAIL = /(对吧|是吧|没错吧|对不对|没问题吧|可以吧|行吧|好吧|了吧|的吧|对吗|是吗|可以吗|行吗)$/

const answerOf = ({ answer }: TurnContext): string => {
  if (!answer) return 'none'
  if (answer.need >= 0.5) return 'need'
  if (answer.isThanks) return 'thanks'
  return answer.length <= 4 ? 'short' : 'other'
}

/** Places and values of the columns that are not hashed. */
export const listFeatures = ({ text, exact, near, isQuestion }: Heard, context: TurnContext): Feature[] => {
  const features: Feature[] = []
  const put = (group: string, name: string | number, value = 1) => {
    const column = columns.get(group)?.get(name)
    if (column !== undefined && value !== 0) features.push([column, value])
  }
  const { sinceAnswerMs, previous = 'none' } = context
  put('bias', 0)
  put('turn', bucketOf(context.turn, TURNS))
  put('time', sinceAnswerMs === undefined ? 'none' : bucketOf(sinceAnswerMs / 1000, SECONDS))
  put('length', bucketOf(text.length, LENGTHS))
  put('previous', previous)
  for (const step of context.seen) put('seen', step)
  put('need', context.need >= 0.5 ? 'yes' : 'no')
  put('answer', answerOf(context))
  let top: Step | 'none' = 'none'
  let best = 0
  STEPS.forEach((step, index) => {
    const value = exact[index] ?? 0
    put('cue', step, value)
    put('near', step, near[index] ?? 0)
    if (value > best) {
      best = value
      top = step
    }
  })
  const when = context.seen.has('resolution') ? 'after' : 'before'
  put('ask', isQuestion ? (text.length > LONG ? LONG_ASK[when] : when) : 'no')
  if (TAIL.test(text.slice(-LONGEST_TAIL))) put('tail', when)
  put('after', previous + top)
  return features
}

/** Columns for the customer's side: has a cue of a request, how long, how early. */
export const listCustomerFeatures = ({ text, request }: Heard, turn: number): Feature[] => [
  [0, 1],
  [1, request],
  [2 + bucketOf(text.length, LENGTHS), 1],
  [7 + Math.min(turn, 4) - 1, 1],
]
export const CUSTOMER_DENSE = 11
