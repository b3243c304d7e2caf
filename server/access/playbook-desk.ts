import { isDeepStrictEqual } from 'node:util'
import { insertPlaybook, writePlaybookDraft } from '#db/writes/save-playbook.ts'
import type { SavedBy } from '#db/writes/save-settings.ts'
import { applyEdits, checkDraft } from '../domain/playbook/draft.ts'
import type { Playbook } from '../domain/playbook/playbook.ts'
import { CodedError } from '../errors.ts'
import type { RequestBody } from '../protocol/requests.ts'
import { type Doer, type OrganisationParts, organise } from './organisation/organise.ts'
import {
  lockDraft,
  newestVersion,
  orRefuse,
  requireDraft,
  requirePublishable,
  requireVersion,
} from './playbook-draft.ts'

type Person = Doer & { name: string }
type Parts = Pick<OrganisationParts, 'sql' | 'clock'> & {
  /** Has this server take a version that was just published; the others hear of it from the database. */
  refresh: () => Promise<unknown>
}

const isSame = (one: Playbook, other: Playbook) => isDeepStrictEqual({ ...one, version: 0 }, { ...other, version: 0 })

/** Everything people do to the draft of the next playbook, by the name of the request. */
export const createPlaybookDesk = ({ refresh, ...parts }: Parts) => {
  const savedBy = ({ name, at }: Person): SavedBy => ({ by: name, at })

  return {
    'playbook:start-draft': ({ revision, version }: RequestBody<'playbook:start-draft'>, who: Person) =>
      organise(parts, who, async (tx) => {
        const replaced = await lockDraft(tx, revision)
        const body = await requireVersion(tx, version)
        const baseVersion = await newestVersion(tx)
        const next = await writePlaybookDraft(tx, { body, baseVersion, saved: savedBy(who) })
        const detail = replaced ? { version, replaced: replaced.savedBy } : { version }
        return { result: { revision: next }, note: { action: 'playbook.draft', subject: 'playbook:draft', detail } }
      }),

    'playbook:save-draft': ({ revision, edits }: RequestBody<'playbook:save-draft'>, who: Person) =>
      organise(parts, who, async (tx) => {
        const draft = await requireDraft(tx, revision)
        const { playbook: body, problems } = orRefuse(() => checkDraft(applyEdits(draft.body, edits)))
        const next = await writePlaybookDraft(tx, { body, baseVersion: draft.baseVersion, saved: savedBy(who) })
        return { result: { revision: next, savedAt: who.at, problems: problems.length }, note: null }
      }),

    'playbook:discard-draft': ({ revision }: RequestBody<'playbook:discard-draft'>, who: Person) =>
      organise(parts, who, async (tx) => {
        const { savedBy: by } = await requireDraft(tx, revision)
        const next = await writePlaybookDraft(tx, null)
        const note = { action: 'playbook.discard', subject: 'playbook:draft', detail: { savedBy: by } }
        return { result: { revision: next }, note }
      }),

    'playbook:publish': async ({ revision, over, note: said }: RequestBody<'playbook:publish'>, who: Person) => {
      const result = await organise(parts, who, async (tx) => {
        const { next, current } = await requirePublishable(tx, revision, over)
        if (isSame(next, current))
          throw new CodedError('conflict', 'Nothing was changed.', { reason: { key: 'playbookUnchanged' } })
        const { version } = next
        await insertPlaybook(tx, next, savedBy(who), said)
        await writePlaybookDraft(tx, null)
        const detail = { version, over, ...(said ? { note: said } : {}) }
        return { result: { version }, note: { action: 'playbook.publish', subject: `playbook:${version}`, detail } }
      })
      await refresh()
      return result
    },
  }
}
