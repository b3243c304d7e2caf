import { findOpenSite, type OpenSite } from '#db/queries/find-open-site.ts'
import { insertSite } from '#db/writes/insert-site.ts'
import { closeSite as endSite, renameSite } from '#db/writes/update-site.ts'
import { CodedError } from '../../errors.ts'
import { type Doer, type OrganisationParts, organise, type Tx } from './organise.ts'

const taken = (name: string) =>
  new CodedError('conflict', `There is a site ${name} already.`, { reason: { key: 'siteTaken', params: { name } } })

export const requireSite = async (tx: Tx, wanted: string): Promise<OpenSite> => {
  const site = await findOpenSite(tx, wanted)
  if (!site) throw new CodedError('not_found', `There is no site ${wanted}.`, { reason: { key: 'siteGone' } })
  return site
}

/** Adds a site, or renames the one given. */
export const saveSite = (
  parts: OrganisationParts,
  doer: Doer,
  given: { siteId?: string; name: string },
): Promise<{ siteId: string }> =>
  organise(parts, doer, async (tx) => {
    const name = given.name.trim()
    const namesake = await findOpenSite(tx, name)
    if (namesake && namesake.name === name && namesake.id !== given.siteId) throw taken(name)
    const siteId = given.siteId ?? parts.clock.uuid()
    const before = given.siteId === undefined ? undefined : await requireSite(tx, given.siteId)
    if (before) await renameSite(tx, { id: siteId, name })
    else if (!(await insertSite(tx, { id: siteId, name, from: doer.at }))) throw taken(name)
    const action = before ? 'site.rename' : 'site.add'
    return { result: { siteId }, note: { action, subject: `site:${siteId}`, detail: { name, before: before?.name } } }
  })

/** Ends a site that has no open team. */
export const closeSite = (parts: OrganisationParts, doer: Doer, { siteId }: { siteId: string }): Promise<object> =>
  organise(parts, doer, async (tx) => {
    const site = await requireSite(tx, siteId)
    if (site.teams > 0) {
      throw new CodedError('conflict', `${site.name} still has ${site.teams} teams: move or close them first.`, {
        reason: { key: 'siteHasTeams', params: { count: site.teams } },
      })
    }
    await endSite(tx, { id: site.id, at: doer.at })
    return { result: {}, note: { action: 'site.close', subject: `site:${site.id}`, detail: { name: site.name } } }
  })
