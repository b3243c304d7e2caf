import { STEPS, type Step } from '../../words.ts'
import type { Heard } from '../hear.ts'
import { asPast, type Grams } from './grams.ts'

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
  answer?: { need: number; length: number; isThanks: boolean; grams: Grams }
  /** What the agent said just before, where nobody spoke in between. */
  before?: Grams
}

const TURNS = [1, 2, 3, 4, 6, 10] as const
const SECONDS = [6, 15, 30, 60, 120, 240] as const
const LENGTHS = [2, 5, 12, 30] as const

const bucketOf = (value: number, bounds: readonly number[]): number => {
  const index = bounds.findIndex((bound) => value <= bound)
  return index < 0 ? bounds.length : index
}

let width = 0
/** Gives each of some names the next column. */
const nameAll = <Name extends string | number>(names: readonly Name[]): ReadonlyMap<Name, number> =>
  new Map(names.map((name) => [name, width++]))

const FROM_NONE = ['none', ...STEPS] as const
const COLUMNS = {
  bias: nameAll([0]),
  turn: nameAll([...TURNS.keys(), TURNS.length]),
  time: nameAll<number | 'none'>(['none', ...SECONDS.keys(), SECONDS.length]),
  length: nameAll([...LENGTHS.keys(), LENGTHS.length]),
  previous: nameAll(FROM_NONE),
  seen: nameAll(STEPS),
  need: nameAll(['yes', 'no']),
  answer: nameAll(['none', 'need', 'thanks', 'short', 'other']),
  cue: nameAll(STEPS),
  near: nameAll(STEPS),
  ask: nameAll(['no', 'before', 'after', 'before long', 'after long']),
  tail: nameAll(['before', 'after']),
  after: new Map(FROM_NONE.map((previous) => [previous, nameAll(FROM_NONE)])),
}

/** So many columns of the model are not hashed. */
export const DENSE_COLUMNS = width

export type Feature = readonly [column: number, value: number]

/** A long line that ends by asking is a recap where handling went before. */
const LONG = 16
const LONG_ASK = { before: 'before long', after: 'after long' } as const
const LONGEST_TAIL = 4
/** Asks for a yes, not for news. */
const TAIL = /(对吧|是吧|没错吧|对不对|没问题吧|可以吧|行吧|好吧|了吧|的吧|对吗|是吗|可以吗|行吗)$/

const answerOf = ({ answer }: TurnContext): 'none' | 'need' | 'thanks' | 'short' | 'other' => {
  if (!answer) return 'none'
  if (answer.need >= 0.5) return 'need'
  if (answer.isThanks) return 'thanks'
  return answer.length <= 4 ? 'short' : 'other'
}

const surestStep = (exact: readonly number[]): Step | 'none' => {
  let top: Step | 'none' = 'none'
  let best = 0
  for (let index = 0; index < STEPS.length; index++) {
    const value = exact[index] as number
    if (value <= best) continue
    best = value
    top = STEPS[index] as Step
  }
  return top
}

/** Pieces of an utterance and of what it follows. */
export const listTexts = ({ grams }: Heard, { before, answer }: TurnContext): Grams[] => {
  const texts = [grams]
  if (before) texts.push(asPast(before, 'agent'))
  if (answer) texts.push(asPast(answer.grams, 'customer'))
  return texts
}

const put = <Name>(
  features: Feature[],
  columns: ReadonlyMap<Name, number> | undefined,
  name: Name,
  value = 1,
): void => {
  const column = columns?.get(name)
  if (column !== undefined && value !== 0) features.push([column, value])
}

/** Places and values of the columns that are not hashed. */
export const listFeatures = ({ text, exact, near, isQuestion }: Heard, context: TurnContext): Feature[] => {
  const features: Feature[] = []
  const { sinceAnswerMs, previous = 'none' } = context
  put(features, COLUMNS.bias, 0)
  put(features, COLUMNS.turn, bucketOf(context.turn, TURNS))
  put(features, COLUMNS.time, sinceAnswerMs === undefined ? 'none' : bucketOf(sinceAnswerMs / 1000, SECONDS))
  put(features, COLUMNS.length, bucketOf(text.length, LENGTHS))
  put(features, COLUMNS.previous, previous)
  for (const step of context.seen) put(features, COLUMNS.seen, step)
  put(features, COLUMNS.need, context.need >= 0.5 ? 'yes' : 'no')
  put(features, COLUMNS.answer, answerOf(context))
  for (let index = 0; index < STEPS.length; index++) {
    const step = STEPS[index] as Step
    put(features, COLUMNS.cue, step, exact[index])
    put(features, COLUMNS.near, step, near[index])
  }
  const when = context.seen.has('resolution') ? 'after' : 'before'
  put(features, COLUMNS.ask, isQuestion ? (text.length > LONG ? LONG_ASK[when] : when) : 'no')
  if (TAIL.test(text.slice(-LONGEST_TAIL))) put(features, COLUMNS.tail, when)
  put(features, COLUMNS.after.get(previous), surestStep(exact))
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
