import { loadPlaybooks } from '#db/queries/list-playbook-versions.ts'
import { loadPlaybookDraft, type StoredDraft } from '#db/queries/load-playbook-draft.ts'
import { checkDraft, DraftFault } from '../domain/playbook/draft.ts'
import type { Playbook } from '../domain/playbook/playbook.ts'
import { CodedError } from '../errors.ts'
import type { Tx } from './organisation/organise.ts'

/** Holds the draft for this transaction; who saw another one is told whose it is now. */
export const lockDraft = async (tx: Tx, seen: number): Promise<StoredDraft | null> => {
  const { revision, draft } = await loadPlaybookDraft(tx, true)
  if (revision === seen) return draft
  throw new CodedError('conflict', 'The draft was changed meanwhile.', {
    reason: draft ? { key: 'playbookMoved', params: { by: draft.savedBy } } : { key: 'playbookGone' },
  })
}

export const requireDraft = async (tx: Tx, seen: number): Promise<StoredDraft> => {
  const draft = await lockDraft(tx, seen)
  if (draft) return draft
  throw new CodedError('not_found', 'There is no draft.', { reason: { key: 'playbookGone' } })
}

export const newestVersion = async (tx: Tx): Promise<number> =>
  (await tx<{ version: number }[]>`select max(version) as version from playbook`)[0]?.version ?? 0

export const requireVersion = async (tx: Tx, version: number): Promise<Playbook> => {
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
export const orRefuse = <T>(work: () => T): T => {
  try {
    return work()
  } catch (error) {
    throw error instanceof DraftFault ? invalid(error.path, error.message) : error
  }
}

/**
 * The draft as the version it would become, and the one in force, which must be `over`; refuses a draft that makes no sense
 * yet, with the place.
 */
export const requirePublishable = async (
  tx: Tx,
  seen: number,
  over: number,
): Promise<{ next: Playbook; current: Playbook }> => {
  const draft = await requireDraft(tx, seen)
  const newest = await newestVersion(tx)
  if (newest !== over) {
    throw new CodedError('conflict', `Version ${newest} was published meanwhile.`, {
      reason: { key: 'playbookOverOther', params: { version: newest } },
    })
  }
  const { playbook, problems } = orRefuse(() => checkDraft(draft.body))
  const [problem] = problems
  if (problem) throw invalid(problem.path.join('.'), problem.message)
  return { next: { ...playbook, version: newest + 1 }, current: await requireVersion(tx, newest) }
}
