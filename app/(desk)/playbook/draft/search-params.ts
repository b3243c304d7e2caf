import { parseAsBoolean, parseAsNumberLiteral, parseAsString, parseAsStringLiteral } from 'nuqs'
import { SCENARIOS, STEPS } from '#server/domain/words.ts'
import { BACK_TEST_SIZES } from '#server/protocol/back-test.ts'

/** Lists that bind every flow, in the order they are edited. */
export const LIST_PARTS = [
  'actions',
  'conditions',
  'orderings',
  'exemptions',
  'openings',
  'goldenSteps',
  'forbidden',
  'policy',
] as const
/** `call`: what the whole call of a scenario is held to. */
const PARTS = ['flow', 'call', ...LIST_PARTS, 'changes', 'backTest'] as const
export type Part = (typeof PARTS)[number]

/** What is being edited. */
export const DRAFT_PARAMS = {
  part: parseAsStringLiteral(PARTS).withDefault('flow'),
  scenario: parseAsStringLiteral(SCENARIOS).withDefault('inquiry'),
  step: parseAsStringLiteral(STEPS).withDefault('opening'),
  item: parseAsString,
}

/** Key of the texts for a scenario nobody knows. */
export const UNKNOWN_SCENARIO = 'none'
export const SORTS = ['change', 'before', 'after', 'appeared', 'disappeared', 'changed'] as const

/** How the result of a back-test is read. */
export const BACK_TEST_PARAMS = {
  calls: parseAsNumberLiteral(BACK_TEST_SIZES).withDefault(1_000),
  in: parseAsStringLiteral([...SCENARIOS, UNKNOWN_SCENARIO]),
  sort: parseAsStringLiteral(SORTS).withDefault('change'),
  /** Lines without a change too. */
  all: parseAsBoolean.withDefault(false),
}
