import type { Sql } from '#db/client.ts'
import { type DisputeListed, listDisputes } from '#db/queries/list-disputes.ts'
import { listOverturnedCalls } from '#db/queries/list-overturned-calls.ts'
import { loadZone } from '#db/queries/load-settings.ts'
import { reachOfDays, readDisputeFilter } from '../../domain/case-filter.ts'
import { type LabelLine, toLabelLines } from '../../domain/labels.ts'
import type { Viewer } from '../../domain/viewer.ts'
import { CodedError } from '../../errors.ts'
import type { Export } from './export.ts'

/** More rows than spreadsheets take. */
const MOST = 500_000
const BATCH = 5_000
/** Calls of one file of labels; a shell takes all of them. */
const MOST_CALLS = 2_000
const CALL_BATCH = 200

const iso = (at: number | null) => (at === null ? '' : new Date(at).toISOString())

const toRow = (row: DisputeListed): string[] => [
  row.feedId,
  row.callId,
  row.rule,
  row.step ?? '',
  row.about?.id ?? '',
  row.severity ?? '',
  row.agentNo ?? '',
  row.agentName ?? '',
  row.team ?? '',
  iso(row.dueAt),
  row.state,
  row.by,
  iso(row.disputedAt),
  row.reason ?? '',
  row.decidedBy ?? '',
  iso(row.decidedAt),
  row.decision ?? '',
]

/** The disputes a list shows under its filter. */
const disputesExport = (sql: Sql): Export => ({
  name: 'disputes',
  permission: 'verdict.dispute',
  header: [
    ...['feedId', 'callId', 'rule', 'step', 'about', 'severity', 'agentNo', 'agent', 'team', 'dueAt', 'state'],
    ...['disputedBy', 'disputedAt', 'reason', 'decidedBy', 'decidedAt', 'decision'],
  ],
  async rows(viewer, query) {
    const filter = readDisputeFilter(Object.fromEntries(query))
    const question = { ...filter, ...reachOfDays(filter, await loadZone(sql)) }
    const scope = viewer.teams === 'all' ? 'all' : [...viewer.teams]
    const rows: string[][] = []
    for (let offset = 0; offset < MOST; offset += BATCH) {
      const batch = await listDisputes(sql, scope, question, { offset, limit: BATCH })
      rows.push(...batch.rows.map(toRow))
      if (batch.rows.length < BATCH) break
    }
    return rows
  },
})

/** They hold whole calls, whoever handled them. */
const requireAllTeams = (viewer: Viewer) => {
  if (viewer.teams !== 'all')
    throw new CodedError('forbidden', 'Only who sees all teams may take labels away.', {
      reason: { key: 'labelsNeedAllTeams' },
    })
}

const readLabels = async (sql: Sql): Promise<LabelLine[]> => {
  const lines: LabelLine[] = []
  let after: { feedId: string; callId: string } | null = null
  for (let taken = 0; taken < MOST_CALLS; taken += CALL_BATCH) {
    const calls = await listOverturnedCalls(sql, after, CALL_BATCH)
    lines.push(...calls.flatMap(toLabelLines))
    after = calls.at(-1) ?? null
    if (calls.length < CALL_BATCH) break
  }
  return lines
}

/** Overturned verdicts with the words of their calls, as `npm run eval` reads them. */
const labelsExport = (sql: Sql): Export => ({
  name: 'labels',
  permission: 'dispute.decide',
  header: ['callId', 'turn', 'role', 'text', 'atMs', 'overturned'],
  async rows(viewer) {
    requireAllTeams(viewer)
    return (await readLabels(sql)).map(({ callId, turn, role, text, atMs, overturned }) => [
      callId,
      String(turn),
      role,
      text,
      atMs === undefined ? '' : String(atMs),
      overturned === undefined ? '' : JSON.stringify(overturned),
    ])
  },
  async jsonl(viewer) {
    requireAllTeams(viewer)
    return readLabels(sql)
  },
  note: () => ({ action: 'labels.export', subject: 'export:labels', detail: {} }),
})

export const createDisputeExports = ({ sql }: { sql: Sql }): Export[] => [disputesExport(sql), labelsExport(sql)]
