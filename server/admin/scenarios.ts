import { loadSettings } from '#db/queries/load-settings.ts'
import { saveSettings } from '#db/writes/save-settings.ts'
import { appendAudit } from '../access/audit.ts'
import { DEFAULT_SETTINGS, scenarioMapEntrySchema } from '../domain/settings.ts'
import { SCENARIOS } from '../domain/words.ts'
import { CodedError } from '../errors.ts'
import { type AdminCommand, type AdminIo, expectArguments, parseOptions, printTable, UsageError } from './admin-io.ts'

const KINDS = scenarioMapEntrySchema.shape.kind.options

const readSettings = async (io: AdminIo) => (await loadSettings(io.database.sql)) ?? DEFAULT_SETTINGS

const save = async (io: AdminIo, change: Parameters<typeof saveSettings>[1], detail: Record<string, unknown>) => {
  const saved = await saveSettings(io.database.sql, change)
  const subject = `settings:${saved.version}`
  await appendAudit(io.database.sql, { at: io.clock.now(), actor: io.actor, action: 'scenario.map', subject, detail })
  io.print(`Settings version ${saved.version}; calls that begin from now on use it.`)
}

const map: AdminCommand = {
  usage: `scenario map list | map set ${KINDS.join('|')} KEY ${SCENARIOS.join('|')} | map unset ${KINDS.join('|')} KEY`,
  async run([verb, ...rest], io) {
    const { positionals } = parseOptions(rest, {})
    const { version: _, ...settings } = await readSettings(io)
    const others = (kind: string, key: string) =>
      settings.scenarioMap.filter((entry) => entry.kind !== kind || entry.key !== key)

    if (verb === 'list') {
      expectArguments(positionals)
      if (settings.scenarioMap.length === 0) return io.print('No scenarios mapped: scenario map set queue KEY SCENARIO')
      return printTable(io, [
        ['KIND', 'KEY', 'SCENARIO'],
        ...settings.scenarioMap.map(({ kind, key, scenario }) => [kind, key, scenario]),
      ])
    }
    if (verb === 'set') {
      const [kind, key, scenario] = expectArguments(positionals, 'KIND', 'KEY', 'SCENARIO')
      const entry = scenarioMapEntrySchema.safeParse({ kind, key, scenario })
      if (!entry.success)
        throw new UsageError(`${entry.error.issues[0]?.path.join('.')}: ${entry.error.issues[0]?.message}`)
      return save(io, { ...settings, scenarioMap: [...others(kind, key), entry.data] }, entry.data)
    }
    if (verb === 'unset') {
      const [kind, key] = expectArguments(positionals, 'KIND', 'KEY')
      const scenarioMap = others(kind, key)
      if (scenarioMap.length === settings.scenarioMap.length)
        throw new CodedError('not_found', `Nothing is mapped for ${kind} ${key}.`)
      return save(io, { ...settings, scenarioMap }, { kind, key, scenario: null })
    }
    throw new UsageError(verb === undefined ? 'Say list, set or unset.' : `There is no "scenario map ${verb}".`)
  },
}

export const SCENARIO_COMMANDS = { map }
