import { FLOOR_STATES, floorStateOf } from '../../../_ui/floor-state.ts'
import type { Sort } from '../search-params.ts'
import { compareAttention, compareText } from './attention.ts'
import type { FloorEntry } from './entry.ts'
import { type FloorFilter, makeMatcher } from './filter.ts'

type Compare = (a: FloorEntry, b: FloorEntry) => number

/** Chinese by pinyin; a collator is dear to make, so each language has one. */
const collators = new Map<string, Intl.Collator>()
const collate = (locale: string) => {
  const known = collators.get(locale) ?? new Intl.Collator(locale, { numeric: true })
  collators.set(locale, known)
  return known.compare
}

const byText = (locale: string, textOf: (entry: FloorEntry) => string): Compare => {
  const compare = collate(locale)
  return (a, b) => compare(textOf(a), textOf(b)) || compareText(a.row.agentNo, b.row.agentNo)
}
const stateRank = (entry: FloorEntry) => FLOOR_STATES.indexOf(floorStateOf(entry.row))
const talkFrom = ({ row }: FloorEntry) =>
  row.state === 'busy' && row.call ? (row.call.answeredAt ?? row.call.startedAt) : Number.MAX_SAFE_INTEGER

const COMPARES: Record<Sort, (locale: string) => Compare> = {
  attention: () => compareAttention,
  name: (locale) => byText(locale, ({ row }) => row.name ?? row.agentNo),
  team: (locale) => byText(locale, ({ row }) => row.team ?? row.teamId ?? '\uffff'),
  queue: (locale) => byText(locale, ({ row }) => row.call?.queueId ?? row.queues?.[0] ?? '\uffff'),
  state: () => (a, b) => stateRank(a) - stateRank(b) || compareAttention(a, b),
  talk: () => (a, b) => talkFrom(a) - talkFrom(b) || compareText(a.row.agentNo, b.row.agentNo),
}

export type Order = { sort: Sort; isDescending: boolean }

/** The agents a filter lets through, in the order asked for. */
export const arrange = (
  entries: readonly FloorEntry[],
  filter: FloorFilter,
  { sort, isDescending }: Order,
  locale: string,
): FloorEntry[] => {
  const compare = COMPARES[sort](locale)
  return entries.filter(makeMatcher(filter)).sort(isDescending ? (a, b) => compare(b, a) : compare)
}
