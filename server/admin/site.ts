import { type AdminCommand, expectArguments, parseOptions, UsageError } from './admin-io.ts'
import { readSettings, writeSettings } from './settings.ts'

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

export const SITE_COMMANDS = { zone }
