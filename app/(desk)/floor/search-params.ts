import { createParser, parseAsArrayOf, parseAsString, parseAsStringLiteral } from 'nuqs'
import { ALERT_FILTERS, SCENARIO_FILTERS, STATE_FILTERS, STEP_FILTERS } from './_model/filter.ts'

export const SORTS = ['attention', 'name', 'team', 'state', 'queue', 'talk'] as const
export type Sort = (typeof SORTS)[number]

/** `feed/callId`, each part encoded, so that any id survives. */
const parseAsCall = createParser({
  parse(value) {
    const [feed, callId, ...rest] = value.split('/').map(decodeURIComponent)
    return feed && callId && rest.length === 0 ? { feed, callId } : null
  },
  serialize: ({ feed, callId }: { feed: string; callId: string }) =>
    `${encodeURIComponent(feed)}/${encodeURIComponent(callId)}`,
  eq: (a, b) => a.feed === b.feed && a.callId === b.callId,
})

/** Everything the floor's address holds. */
export const FLOOR_PARAMS = {
  q: parseAsString.withDefault(''),
  team: parseAsArrayOf(parseAsString).withDefault([]),
  queue: parseAsArrayOf(parseAsString).withDefault([]),
  state: parseAsArrayOf(parseAsStringLiteral(STATE_FILTERS)).withDefault([]),
  scenario: parseAsArrayOf(parseAsStringLiteral(SCENARIO_FILTERS)).withDefault([]),
  step: parseAsArrayOf(parseAsStringLiteral(STEP_FILTERS)).withDefault([]),
  alert: parseAsArrayOf(parseAsStringLiteral(ALERT_FILTERS)).withDefault([]),
  sort: parseAsStringLiteral(SORTS).withDefault('attention'),
  desc: parseAsStringLiteral(['1']),
}

/** Opening a call is a step Back can undo. */
export const CALL_PARAM = { call: parseAsCall.withOptions({ history: 'push' }) }
