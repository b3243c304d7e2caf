import { parseAsString, parseAsStringLiteral } from 'nuqs'
import { SCENARIOS, STEPS } from '#server/domain/words.ts'

export const PARTS = ['flow', 'actions', 'orderings', 'forbidden', 'policy', 'changes'] as const
export type Part = (typeof PARTS)[number]

/** What is being edited. */
export const DRAFT_PARAMS = {
  part: parseAsStringLiteral(PARTS).withDefault('flow'),
  scenario: parseAsStringLiteral(SCENARIOS).withDefault('inquiry'),
  step: parseAsStringLiteral(STEPS).withDefault('opening'),
  item: parseAsString,
}
