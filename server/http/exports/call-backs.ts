import type { Sql } from '#db/client.ts'
import { type CallBackListed, listCallBacks } from '#db/queries/list-call-backs.ts'
import { loadZone } from '#db/queries/load-settings.ts'
import type { Clock } from '../../clock.ts'
import { reachOfDays, readCallBackFilter } from '../../domain/case-filter.ts'
import type { Export } from './export.ts'

const MOST = 500_000
const BATCH = 5_000

const iso = (at: number | null) => (at === null ? '' : new Date(at).toISOString())

const toRow = (row: CallBackListed): string[] => [
  row.feedId,
  row.callId,
  row.caller ?? '',
  row.rule,
  row.step ?? '',
  row.about?.id ?? '',
  row.agentNo ?? '',
  row.agentName ?? '',
  row.team ?? '',
  iso(row.openedAt),
  iso(row.callBy),
  row.state,
  row.withdrawn ?? '',
  row.closedBy ?? '',
  iso(row.closedAt),
  row.note ?? '',
]

/** The calls back a list shows under its filter. */
export const callBacksExport = ({ sql, clock }: { sql: Sql; clock: Clock }): Export => ({
  name: 'callbacks',
  permission: 'callback.close',
  header: [
    ...['feedId', 'callId', 'caller', 'rule', 'step', 'about', 'agentNo', 'agent', 'team'],
    ...['openedAt', 'callBy', 'state', 'withdrawn', 'closedBy', 'closedAt', 'note'],
  ],
  async rows(viewer, query) {
    const filter = readCallBackFilter(Object.fromEntries(query))
    const question = { ...filter, ...reachOfDays(filter, await loadZone(sql)) }
    const scope = viewer.teams === 'all' ? 'all' : [...viewer.teams]
    const rows: string[][] = []
    for (let offset = 0; offset < MOST; offset += BATCH) {
      const batch = await listCallBacks(sql, scope, question, { offset, limit: BATCH, now: clock.now() })
      rows.push(...batch.rows.map(toRow))
      if (batch.rows.length < BATCH) break
    }
    return rows
  },
})
