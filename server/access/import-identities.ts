import type { Sql } from '#db/client.ts'
import { listFeeds } from '#db/queries/list-feeds.ts'
import { readIdentities } from '#db/queries/read-identities.ts'
import { changeIdentities, type FeedAgent, namePeople } from '#db/writes/change-identities.ts'
import { readCell } from '../domain/csv-guard.ts'
import { idSchema } from '../domain/ids.ts'
import type { Identity } from '../domain/people/identity.ts'
import { Lists } from '../domain/people/lists.ts'
import { type RowOutcome, refused } from '../domain/people/plan.ts'
import { takeRosterWord } from '../domain/people/roster-word.ts'
import { parseSiteTime } from '../domain/site-time.ts'
import type { ImportAnswer, ImportRow } from '../protocol/imports.ts'
import { type AuditEntry, appendAudit, nameActor } from './audit.ts'
import type { OrganisationDirectory } from './directory.ts'
import { answerImport, type ReadRow, split } from './import-rows.ts'

type Given = FeedAgent & { agentNo: string; name?: string; from: number; to: number | null }

const agentKey = ({ feedId, agentId }: FeedAgent) => `${feedId}\n${agentId}`

const readRow = (row: ImportRow<'identities'>, zone: string, feeds: ReadonlySet<string>): Given | RowOutcome => {
  const [feedId, agentId, agentNo] = [readCell(row.feed), readCell(row.extension), readCell(row.agentNo)]
  const from = parseSiteTime(row.from, zone)
  const to = row.to.trim() === '' ? null : parseSiteTime(row.to, zone)
  if (!feeds.has(feedId)) return refused('noFeedNamed', { feed: feedId })
  if (!idSchema.safeParse(agentId).success) return refused('noExtension')
  if (!idSchema.safeParse(agentNo).success) return refused('noAgentNo')
  if (from === undefined) return refused('noTime', { text: row.from })
  if (to === undefined) return refused('noTime', { text: row.to })
  if (to !== null && to <= from) return refused('endsBeforeItBegins')
  return { feedId, agentId, agentNo, name: readCell(row.name) || undefined, from, to }
}

/** Rows taken into what is known, agent by agent; `outcomes` tells what became of each line. */
const planRows = (good: readonly ReadRow<Given>[], noted: { at: number; by: string }) => {
  const outcomes = new Map<number, RowOutcome>()
  const byAgent = new Lists<ReadRow<Given>>(({ given }) => agentKey(given), good)
  const take = (known: readonly Identity[], agent: FeedAgent): readonly Identity[] =>
    byAgent.at(agentKey(agent)).reduce((before, { line, given }) => {
      const { agentNo, from, to } = given
      const by = { notedFrom: from, notedAt: noted.at, notedBy: noted.by }
      const taken = takeRosterWord(before, { agentNo, from, to, source: 'roster', ...by })
      outcomes.set(line, taken.result)
      return taken.known
    }, known)
  return { outcomes, take }
}

/**
 * Reads who agents were from a file: each row is a roster's word. Rows that cannot be are told with the reason and left
 * out. Without `isFinal` nothing is kept.
 */
export const importIdentities = async (
  parts: { sql: Sql; directory: Pick<OrganisationDirectory, 'flush' | 'refresh'>; zone: () => Promise<string> },
  rows: readonly ImportRow<'identities'>[],
  isFinal: boolean,
  note: AuditEntry,
): Promise<ImportAnswer> => {
  const { sql, directory } = parts
  const zone = await parts.zone()
  const feeds = new Set((await listFeeds(sql)).map(({ feedId }) => feedId))
  const { good, bad } = split(rows, (row) => readRow(row, zone, feeds))
  const agents = good.map(({ given }) => ({ feedId: given.feedId, agentId: given.agentId }))
  const { outcomes, take } = planRows(good, { at: note.at, by: nameActor(note.actor) })
  await directory.flush()
  if (isFinal) {
    await sql.begin(async (tx) => {
      await changeIdentities(tx, agents, take)
      await namePeople(
        tx,
        good.map(({ given }) => given),
      )
      await appendAudit(tx, { ...note, detail: { rows: rows.length, refused: bad.length } })
    })
    await directory.refresh()
  } else {
    const known = new Lists<FeedAgent & Identity>(agentKey, await readIdentities(sql, agents))
    for (const agent of new Map(agents.map((one) => [agentKey(one), one])).values())
      take(known.at(agentKey(agent)), agent)
  }
  const lines = [...bad, ...[...outcomes].map(([line, outcome]) => ({ line, ...outcome }))]
  return answerImport(lines, isFinal)
}
