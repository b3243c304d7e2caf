import { isDeepStrictEqual } from 'node:util'
import { loadPlaybooks } from '#db/queries/list-playbook-versions.ts'
import { loadPlaybookDraft, type StoredDraft } from '#db/queries/load-playbook-draft.ts'
import { insertPlaybook, writePlaybookDraft } from '#db/writes/save-playbook.ts'
import type { SavedBy } from '#db/writes/save-settings.ts'
import { applyEdits, checkDraft, DraftFault } from '../domain/playbook/draft.ts'
import type { Playbook } from '../domain/playbook/playbook.ts'
import { CodedError } from '../errors.ts'
import type { RequestBody } from '../protocol/requests.ts'
import { type Doer, type OrganisationParts, organise, type Tx } from './organisation/organise.ts'

type Person = Doer & { name: string }
type Parts = Pick<OrganisationParts, 'sql' | 'clock'> & {
  /** Has this server take a version that was just published; the others hear of it from the database. */
  refresh: () => Promise<unknown>
}

/** Holds the draft for this transaction; who saw another one is told whose it is now. */
const lockDraft = async (tx: Tx, seen: number): Promise<StoredDraft | null> => {
  const { revision, draft } = await loadPlaybookDraft(tx, true)
  if (revision === seen) return draft
  throw new CodedError('conflict', 'The draft was changed meanwhile.', {
    reason: draft ? { key: 'playbookMoved', params: { by: draft.savedBy } } : { key: 'playbookGone' },
  })
}

const requireDraft = async (tx: Tx, seen: number): Promise<StoredDraft> => {
  const draft = await lockDraft(tx, seen)
  if (draft) return draft
  throw new CodedError('not_found', 'There is no draft.', { reason: { key: 'playbookGone' } })
}

const newestVersion = async (tx: Tx): Promise<number> =>
  (await tx<{ version: number }[]>`select max(version) as version from playbook`)[0]?.version ?? 0

const requireVersion = async (tx: Tx, version: number): Promise<Playbook> => {
  const playbook = (await loadPlaybooks(tx, [version])).get(version)
  if (playbook) return playbook
  throw new CodedError('not_found', `There is no version ${version}.`, {
    reason: { key: 'playbookNoVersion', params: { version } },
  })
}

const invalid = (path: string, problem: string) =>
  new CodedError('bad_request', `${path}: ${problem}`, {
    reason: { key: 'playbookInvalid', params: { path, problem } },
  })

/** Refuses what is no playbook, with the place. */
const orRefuse = <T>(work: () => T): T => {
  try {
    return work()
  } catch (error) {
    throw error instanceof DraftFault ? invalid(error.path, error.message) : error
  }
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
        const draft = await requireDraft(tx, revision)
        const newest = await newestVersion(tx)
        if (newest !== over) {
          throw new CodedError('conflict', `Version ${newest} was published meanwhile.`, {
            reason: { key: 'playbookOverOther', params: { version: newest } },
          })
        }
        const { playbook, problems } = orRefuse(() => checkDraft(draft.body))
        const [problem] = problems
        if (problem) throw invalid(problem.path.join('.'), problem.message)
        if (isSame(playbook, await requireVersion(tx, newest)))
          throw new CodedError('conflict', 'Nothing was changed.', { reason: { key: 'playbookUnchanged' } })
        const version = newest + 1
        await insertPlaybook(tx, { ...playbook, version }, savedBy(who), said)
        await writePlaybookDraft(tx, null)
        const detail = { version, over, ...(said ? { note: said } : {}) }
        return { result: { version }, note: { action: 'playbook.publish', subject: `playbook:${version}`, detail } }
      })
      await refresh()
      return result
    },
  }
}
