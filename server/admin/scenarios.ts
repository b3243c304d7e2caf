import { scenarioMapEntrySchema } from '../domain/settings.ts'
import { SCENARIOS } from '../domain/words.ts'
import { CodedError } from '../errors.ts'
import { type AdminCommand, expectArguments, parseOptions, printTable, UsageError } from './admin-io.ts'
import { readSettings, writeSettings } from './settings.ts'

const KINDS = scenarioMapEntrySchema.shape.kind.options

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
      return writeSettings(
        io,
        'scenario.map',
        { ...settings, scenarioMap: [...others(kind, key), entry.data] },
        entry.data,
      )
    }
    if (verb === 'unset') {
      const [kind, key] = expectArguments(positionals, 'KIND', 'KEY')
      const scenarioMap = others(kind, key)
      if (scenarioMap.length === settings.scenarioMap.length)
        throw new CodedError('not_found', `Nothing is mapped for ${kind} ${key}.`)
      return writeSettings(io, 'scenario.map', { ...settings, scenarioMap }, { kind, key, scenario: null })
    }
    throw new UsageError(verb === undefined ? 'Say list, set or unset.' : `There is no "scenario map ${verb}".`)
  },
}

export const SCENARIO_COMMANDS = { map }
