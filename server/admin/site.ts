import { listSites } from '#db/queries/list-sites.ts'
import { saveSite } from '../access/organisation/sites.ts'
import { type AdminCommand, expectArguments, parseOptions, printTable, UsageError } from './admin-io.ts'
import { readSettings, writeSettings } from './settings.ts'
import { organisationOf } from './teams.ts'

const isZone = (zone: string) => {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone })
    return true
  } catch {
    return false
  }
}

const zone: AdminCommand = {
  usage: 'site zone [ZONE]',
  async run(args, io) {
    const { positionals } = parseOptions(args, {})
    const { version: _, ...settings } = await readSettings(io)
    if (positionals.length === 0) return io.print(settings.zone)
    const [wanted] = expectArguments(positionals, 'ZONE')
    if (!isZone(wanted)) throw new UsageError(`There is no time zone ${wanted}; one is Asia/Shanghai.`)
    return writeSettings(io, 'site.zone', { ...settings, zone: wanted }, { zone: wanted })
  },
}

const add: AdminCommand = {
  usage: 'site add NAME',
  async run(argv, io) {
    const [name] = expectArguments(parseOptions(argv, {}).positionals, 'NAME')
    const { siteId } = await saveSite(organisationOf(io), { at: io.clock.now(), actor: io.actor }, { name })
    io.print(`site  ${siteId}  ${name}`)
  },
}

const list: AdminCommand = {
  usage: 'site list',
  async run(argv, io) {
    expectArguments(parseOptions(argv, {}).positionals)
    const sites = await listSites(io.database.sql)
    if (sites.length === 0) return io.print('No sites yet. Add one: site add NAME')
    printTable(io, [['ID', 'NAME'], ...sites.map(({ id, name }) => [id, name])])
  },
}

export const SITE_COMMANDS = { add, list, zone }
