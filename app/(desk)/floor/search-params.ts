import { createParser, debounce, parseAsArrayOf, parseAsString, parseAsStringLiteral } from 'nuqs'
import { ALERT_FILTERS, SCENARIO_FILTERS, STATE_FILTERS, STEP_FILTERS } from './_model/filter.ts'

export const SORTS = ['attention', 'name', 'team', 'state', 'queue', 'talk'] as const
export type Sort = (typeof SORTS)[number]

/** `feed/callId`. A slash within the feed's id is written `%2F`; the call's id stands as it is. */
const parseAsCall = createParser({
  parse(value) {
    const cut = value.indexOf('/')
    if (cut <= 0 || cut === value.length - 1) return null
    return { feed: decodeURIComponent(value.slice(0, cut)), callId: value.slice(cut + 1) }
  },
  serialize: ({ feed, callId }: { feed: string; callId: string }) =>
    `${feed.replaceAll('%', '%25').replaceAll('/', '%2F')}/${callId}`,
  eq: (a, b) => a.feed === b.feed && a.callId === b.callId,
})

/** The address follows the search box once typing rests: each change of it has the whole router look at the page. */
const TYPING_MS = 300

/** Everything the floor's address holds. */
export const FLOOR_PARAMS = {
  q: parseAsString.withDefault('').withOptions({ limitUrlUpdates: debounce(TYPING_MS) }),
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
