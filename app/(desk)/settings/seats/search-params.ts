import { createLoader, parseAsString, parseAsStringLiteral } from 'nuqs/server'

export const VIEWS = ['seats', 'assumed', 'absent'] as const

/** What the page's address holds: a date of the site, what is looked for, which list, and the agent that is open. */
export const SEAT_PARAMS = {
  day: parseAsString.withDefault(''),
  q: parseAsString.withDefault(''),
  view: parseAsStringLiteral(VIEWS).withDefault('seats'),
  feed: parseAsString.withDefault(''),
  agent: parseAsString.withDefault(''),
}

export const loadSeatParams = createLoader(SEAT_PARAMS)
