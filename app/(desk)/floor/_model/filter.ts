import { SCENARIOS, SEVERITIES, type Severity, STEPS } from '#server/domain/words.ts'
import type { AgentRow } from '#server/protocol/live.ts'
import { FLOOR_STATES, floorStateOf } from '../../../_ui/floor-state.ts'
import { openAlertsOf } from './alerts.ts'
import type { FloorEntry } from './entry.ts'

/** Stands for "has none" in team and scenario filters. */
export const NONE = '-'
/** Alert filter: any, or one severity. */
export const ALERT_FILTERS = ['any', ...SEVERITIES] as const
export const SCENARIO_FILTERS = [...SCENARIOS, NONE] as const
export const STATE_FILTERS = FLOOR_STATES
export const STEP_FILTERS = STEPS

export const FILTER_KEYS = ['team', 'queue', 'state', 'scenario', 'step', 'alert'] as const
export type FilterKey = (typeof FILTER_KEYS)[number]
/** Each list empty: no restriction. Within a list any value fits, across lists all must. */
export type FloorFilter = Record<FilterKey, string[]> & { q: string }

export const EMPTY_FILTER: FloorFilter = { team: [], queue: [], state: [], scenario: [], step: [], alert: [], q: '' }

const queuesOf = ({ row }: FloorEntry) => (row.call ? [row.call.queueId ?? ''] : (row.queues ?? []))

/** Values of an entry that a filter may name. */
export const FILTER_VALUES: Record<FilterKey, (entry: FloorEntry) => readonly string[]> = {
  team: ({ row }) => [row.teamId ?? NONE],
  queue: queuesOf,
  state: ({ row }) => [floorStateOf(row)],
  scenario: ({ row }) => (row.call ? [row.call.scenario ?? NONE] : []),
  step: ({ row }) => (row.call?.current && row.state === 'busy' ? [row.call.current] : []),
  alert: ({ row }) => {
    const open: Severity[] = openAlertsOf(row).map((alert) => alert.severity)
    return open.length > 0 ? ['any', ...open] : []
  },
}

/** Full width and half width, upper and lower case are the same to a searcher. */
export const normaliseSearch = (text: string) => text.normalize('NFKC').trim().toLowerCase()

/** Rows are replaced, never changed: what a searcher may find in one is made ready once. */
const searchTexts = new WeakMap<AgentRow, string>()

const searchTextOf = (row: AgentRow): string => {
  const known = searchTexts.get(row)
  if (known !== undefined) return known
  const text = normaliseSearch(`${row.name ?? ''} ${row.agentNo}`)
  searchTexts.set(row, text)
  return text
}

/** Whether an entry passes; a search asks that name or 工号 contain every word of it. */
export const makeMatcher = (filter: FloorFilter): ((entry: FloorEntry) => boolean) => {
  const asked = FILTER_KEYS.filter((key) => filter[key].length > 0)
  const words = normaliseSearch(filter.q).split(/\s+/).filter(Boolean)
  return (entry) =>
    asked.every((key) => FILTER_VALUES[key](entry).some((value) => filter[key].includes(value))) &&
    words.every((word) => searchTextOf(entry.row).includes(word))
}

export const isFiltered = (filter: FloorFilter) => filter.q !== '' || FILTER_KEYS.some((key) => filter[key].length > 0)
