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

const byAgentNo: Compare = (a, b) => compareText(a.row.agentNo, b.row.agentNo) || compareText(a.key, b.key)
const byText = (locale: string, textOf: (entry: FloorEntry) => string): Compare => {
  const compare = collate(locale)
  return (a, b) => compare(textOf(a), textOf(b)) || byAgentNo(a, b)
}
const stateRank = (entry: FloorEntry) => FLOOR_STATES.indexOf(floorStateOf(entry.row))
const talkFrom = ({ row }: FloorEntry) =>
  row.state === 'busy' && row.call ? (row.call.answeredAt ?? row.call.startedAt) : Number.MAX_SAFE_INTEGER

/** None calls two agents equal, so that an order does not depend on the one before. */
const COMPARES: Record<Sort, (locale: string) => Compare> = {
  attention: () => compareAttention,
  name: (locale) => byText(locale, ({ row }) => row.name ?? row.agentNo),
  team: (locale) => byText(locale, ({ row }) => row.team ?? row.teamId ?? '\uffff'),
  queue: (locale) => byText(locale, ({ row }) => row.call?.queueId ?? row.queues?.[0] ?? '\uffff'),
  state: () => (a, b) => stateRank(a) - stateRank(b) || compareAttention(a, b),
  talk: () => (a, b) => talkFrom(a) - talkFrom(b) || byAgentNo(a, b),
}

export type Order = { sort: Sort; isDescending: boolean }

/** `entries` in order. Those that stood in `sorted` already are not compared with each other again. */
const sortAnew = (entries: readonly FloorEntry[], sorted: readonly FloorEntry[], compare: Compare): FloorEntry[] => {
  const [now, before] = [new Set(entries), new Set(sorted)]
  const added = entries.filter((entry) => !before.has(entry)).sort(compare)
  const merged: FloorEntry[] = []
  let next = 0
  for (const entry of sorted) {
    if (!now.has(entry)) continue
    for (let one = added[next]; one && compare(one, entry) < 0; one = added[next]) {
      merged.push(one)
      next += 1
    }
    merged.push(entry)
  }
  return [...merged, ...added.slice(next)]
}

/**
 * Makes a function that gives the agents a filter lets through, in the order asked for. It keeps its last order: between
 * two looks most agents stay as they are, and most questions are about the same look.
 */
export const createArranger = () => {
  let last = { name: '', entries: [] as readonly FloorEntry[], sorted: [] as FloorEntry[] }
  const sortBy = (entries: readonly FloorEntry[], { sort, isDescending }: Order, locale: string) => {
    const name = `${locale} ${sort} ${isDescending}`
    if (name === last.name && entries === last.entries) return last.sorted
    const compare = COMPARES[sort](locale)
    const known = name === last.name ? last.sorted : []
    last = { name, entries, sorted: sortAnew(entries, known, isDescending ? (a, b) => compare(b, a) : compare) }
    return last.sorted
  }
  return (entries: readonly FloorEntry[], filter: FloorFilter, order: Order, locale: string): FloorEntry[] =>
    sortBy(entries, order, locale).filter(makeMatcher(filter))
}
