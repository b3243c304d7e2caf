import { mapScenarios } from '../access/organisation/map-scenarios.ts'
import type { ScenarioChange } from '../domain/scenario-map.ts'
import { scenarioMapEntrySchema } from '../domain/settings.ts'
import { SCENARIOS } from '../domain/words.ts'
import { CodedError } from '../errors.ts'
import { type AdminCommand, expectArguments, parseOptions, printTable, UsageError } from './admin-io.ts'
import { readSettings } from './settings.ts'

const KINDS = scenarioMapEntrySchema.shape.kind.options

const map: AdminCommand = {
  usage: `scenario map list | map set ${KINDS.join('|')} KEY ${SCENARIOS.join('|')} | map unset ${KINDS.join('|')} KEY`,
  async run([verb, ...rest], io) {
    const { positionals } = parseOptions(rest, {})
    const settings = await readSettings(io)
    const save = async (change: ScenarioChange) => {
      const who = { at: io.clock.now(), actor: io.actor, name: io.actor.id }
      const { version } = await mapScenarios({ sql: io.database.sql, clock: io.clock }, who, { changes: [change] })
      io.print(`Settings version ${version}; calls that begin from now on use it.`)
    }

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
      return save(entry.data)
    }
    if (verb === 'unset') {
      const [kind, key] = expectArguments(positionals, 'KIND', 'KEY')
      const known = settings.scenarioMap.find((entry) => entry.kind === kind && entry.key === key)
      if (!known) throw new CodedError('not_found', `Nothing is mapped for ${kind} ${key}.`)
      return save({ ...known, scenario: null })
    }
    throw new UsageError(verb === undefined ? 'Say list, set or unset.' : `There is no "scenario map ${verb}".`)
  },
}

export const SCENARIO_COMMANDS = { map }
