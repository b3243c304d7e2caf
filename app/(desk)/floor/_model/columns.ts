import {
  type ColumnFiltersState,
  columnFilteringFeature,
  createColumnHelper,
  createFilteredRowModel,
  createSortedRowModel,
  rowSortingFeature,
  type SortingState,
  tableFeatures,
} from '@tanstack/react-table'
import { FLOOR_STATES, floorStateOf } from '../../../_ui/floor-state.ts'
import type { Sort } from '../search-params.ts'
import { compareAttention, compareText } from './attention.ts'
import type { FloorEntry } from './entry.ts'
import { FILTER_KEYS, type FilterKey, type FloorFilter, matchesKey, matchesSearch, normaliseSearch } from './filter.ts'

export const floorFeatures = tableFeatures({
  columnFilteringFeature,
  rowSortingFeature,
  filteredRowModel: createFilteredRowModel(),
  sortedRowModel: createSortedRowModel(),
})

const helper = createColumnHelper<typeof floorFeatures, FloorEntry>()

type Compare = (a: FloorEntry, b: FloorEntry) => number
type Rowed = { original: FloorEntry }

/** Chinese by pinyin; a collator is dear to make, so each language has one. */
const collators = new Map<string, Intl.Collator>()
const collate = (locale: string) => {
  const known = collators.get(locale) ?? new Intl.Collator(locale, { numeric: true })
  collators.set(locale, known)
  return known.compare
}

const comparesOf = (locale: string): Record<Sort, Compare> => {
  const compare = collate(locale)
  const byText = (textOf: (entry: FloorEntry) => string): Compare => {
    return (a, b) => compare(textOf(a), textOf(b)) || compareText(a.row.agentNo, b.row.agentNo)
  }
  const stateRank = (entry: FloorEntry) => FLOOR_STATES.indexOf(floorStateOf(entry.row))
  const talkFrom = ({ row }: FloorEntry) =>
    row.state === 'busy' && row.call ? (row.call.answeredAt ?? row.call.startedAt) : Number.MAX_SAFE_INTEGER
  return {
    attention: compareAttention,
    name: byText(({ row }) => row.name ?? row.agentNo),
    team: byText(({ row }) => row.team ?? row.teamId ?? '\uffff'),
    queue: byText(({ row }) => row.call?.queueId ?? row.queues?.[0] ?? '\uffff'),
    state: (a, b) => stateRank(a) - stateRank(b) || compareAttention(a, b),
    talk: (a, b) => talkFrom(a) - talkFrom(b) || compareText(a.row.agentNo, b.row.agentNo),
  }
}

/** One column per thing the floor can be sorted or filtered by; what a row looks like is the row's own affair. */
export const makeFloorColumns = (locale: string) => {
  const compares = comparesOf(locale)
  const sortable = (id: Sort) =>
    helper.accessor((entry) => entry.key, {
      id,
      sortFn: (a: Rowed, b: Rowed) => compares[id](a.original, b.original),
      enableColumnFilter: false,
    })
  const filterable = (key: FilterKey) =>
    helper.accessor((entry) => entry.key, {
      id: `filter:${key}`,
      filterFn: (row: Rowed, _id: string, wanted: readonly string[]) => matchesKey(key, row.original, wanted),
      enableSorting: false,
    })
  const search = helper.accessor((entry) => entry.key, {
    id: 'filter:q',
    filterFn: (row: Rowed, _id: string, query: string) => matchesSearch(row.original, query),
    enableSorting: false,
  })
  return helper.columns([...(Object.keys(compares) as Sort[]).map(sortable), ...FILTER_KEYS.map(filterable), search])
}

export const columnFiltersOf = (filter: FloorFilter): ColumnFiltersState => {
  const lists = FILTER_KEYS.filter((key) => filter[key].length > 0).map((key) => ({
    id: `filter:${key}`,
    value: filter[key],
  }))
  const query = normaliseSearch(filter.q)
  return query === '' ? lists : [...lists, { id: 'filter:q', value: query }]
}

export const sortingOf = (sort: Sort, isDescending: boolean): SortingState => [{ id: sort, desc: isDescending }]
