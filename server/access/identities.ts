import type { ISql } from 'postgres'
import type { Sql } from '#db/client.ts'
import { type FoundPerson, findPerson } from '#db/queries/find-person.ts'
import { changeIdentities, type FeedAgent, namePeople } from '#db/writes/change-identities.ts'
import { type Identity, putIdentity, takeBackIdentity } from '../domain/people/identity.ts'
import { CodedError } from '../errors.ts'
import { type AuditEntry, appendAudit, nameActor } from './audit.ts'
import type { OrganisationDirectory } from './directory.ts'

type Parts = { sql: Sql; directory: Pick<OrganisationDirectory, 'flush' | 'refresh'> }

export type Correction = FeedAgent & { agentNo: string; name?: string; from: number; to: number | null; reason: string }

/** Feeds may name agents nobody has heard of yet; a feed there is not is a mistake. */
const requireFeed = async (tx: ISql<{ bigint: number }>, feedId: string) => {
  const [feed] = await tx`select 1 from feed where id = ${feedId}`
  if (!feed) throw new CodedError('not_found', 'There is no such feed.', { reason: { key: 'noSuchFeed' } })
}

/**
 * Says by hand who an agent was, and notes it, in one transaction; everybody sees it when this resolves. Tells where else
 * of the same feed this person is known to be at that time.
 */
export const correctIdentity = async (
  { sql, directory }: Parts,
  { feedId, agentId, name, reason, ...who }: Correction,
  note: AuditEntry,
): Promise<{ elsewhere: FoundPerson[] }> => {
  if (who.to !== null && who.to <= who.from)
    throw new CodedError('bad_request', 'It ends after it begins.', { reason: { key: 'endsBeforeItBegins' } })
  const noted = { notedFrom: who.from, notedAt: note.at, notedBy: nameActor(note.actor) }
  const given: Identity = { ...who, ...noted, source: 'hand', reason }
  await directory.flush()
  const elsewhere = await sql.begin(async (tx) => {
    await requireFeed(tx, feedId)
    await changeIdentities(tx, [{ feedId, agentId }], (known) => putIdentity(known, given))
    await namePeople(tx, [{ agentNo: who.agentNo, name }])
    await appendAudit(tx, note)
    return findPerson(tx, { feedId, ...who })
  })
  await directory.refresh()
  return { elsewhere: elsewhere.filter((one) => one.agentId !== agentId) }
}

/** Takes back what was said by hand or by a roster, and notes it; what the feed says is the feed's to take back. */
export const takeBackCorrection = async (
  { sql, directory }: Parts,
  { feedId, agentId, from }: FeedAgent & { from: number },
  note: AuditEntry,
): Promise<void> => {
  const gone: Identity[] = []
  await sql.begin(async (tx) => {
    await changeIdentities(tx, [{ feedId, agentId }], (known) => {
      gone.push(...known.filter((one) => one.from === from && (one.source === 'hand' || one.source === 'roster')))
      return gone.length > 0 ? takeBackIdentity(known, from) : known
    })
    const [one] = gone
    if (!one) throw new CodedError('not_found', 'There is no such interval to take back.')
    const { agentNo, to, source } = one
    await appendAudit(tx, { ...note, detail: { ...note.detail, agentNo, from, to, source } })
  })
  await directory.refresh()
}
