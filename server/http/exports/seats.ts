import type { Sql } from '#db/client.ts'
import { listSeats } from '#db/queries/list-seats.ts'
import { listShifts } from '#db/queries/list-shifts.ts'
import { loadSettings } from '#db/queries/load-settings.ts'
import { listAllIdentities } from '#db/queries/read-identities.ts'
import { DEFAULT_SETTINGS } from '#server/domain/settings.ts'
import { IMPORT_COLUMNS } from '../../domain/people/file-columns.ts'
import { formatSiteTime, parseSiteTime, siteDate } from '../../domain/site-time.ts'
import { CodedError } from '../../errors.ts'
import type { Export } from './export.ts'

const FAR_BACK = Date.UTC(2000, 0)
const FAR_AHEAD = Date.UTC(2100, 0)

/** `from` and `to` of the address as days of the site; without them everything. */
const readReach = (query: URLSearchParams, zone: string): { from: number; to: number } => {
  const read = (name: string, otherwise: number) => {
    const text = query.get(name)
    const at = text ? parseSiteTime(text, zone) : otherwise
    if (at === undefined) throw new CodedError('bad_request', `${name} must be a date such as 2026-11-25.`)
    return at
  }
  return { from: read('from', FAR_BACK), to: read('to', FAR_AHEAD) }
}

/** Seats, who sat there, and the roster, each as an import of it reads it. */
export const createSeatExports = ({ sql }: { sql: Sql }): Export[] => {
  const readZone = async () => (await loadSettings(sql))?.zone ?? DEFAULT_SETTINGS.zone
  const until = (at: number | null, zone: string) => (at === null ? '' : formatSiteTime(at, zone))
  return [
    {
      name: 'seats',
      permission: 'organisation.edit',
      header: IMPORT_COLUMNS.seats,
      async rows() {
        const zone = await readZone()
        const seats = await listSeats(sql, null)
        return seats.map(({ site, name, feedId, agentId, from, to }) => [
          site ?? '',
          name,
          feedId,
          agentId,
          formatSiteTime(from, zone),
          until(to, zone),
        ])
      },
    },
    {
      name: 'identities',
      permission: 'organisation.edit',
      header: [...IMPORT_COLUMNS.identities, 'source', 'reason'],
      async rows(_viewer, query) {
        const zone = await readZone()
        const identities = await listAllIdentities(sql, readReach(query, zone))
        return identities.map(({ feedId, agentId, agentNo, name, from, to, source, reason }) => [
          feedId,
          agentId,
          agentNo,
          name ?? '',
          formatSiteTime(from, zone),
          until(to, zone),
          source,
          reason ?? '',
        ])
      },
    },
    {
      name: 'roster',
      permission: 'roster.read',
      header: IMPORT_COLUMNS.roster,
      async rows(viewer, query) {
        const zone = await readZone()
        const teams = viewer.teams === 'all' ? 'all' : [...viewer.teams]
        const shifts = await listShifts(sql, { ...readReach(query, zone), teams })
        return shifts.map(({ agentNo, name, from, to, site, seat }) => [
          agentNo,
          name ?? '',
          siteDate(from, zone),
          formatSiteTime(from, zone).slice(11),
          formatSiteTime(to, zone).slice(11),
          site ?? '',
          seat ?? '',
        ])
      },
    },
  ]
}
