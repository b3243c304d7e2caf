import type { ISql } from 'postgres'
import { type FloorSettings, floorSettingsSchema } from '#server/domain/settings.ts'
import type { Sql } from '../client.ts'

/** What is told to every server of this database after a new version was saved. */
export const SETTINGS_CHANNEL = 'settings'

/**
 * Stores a new version of the floor's settings and returns it; calls pinned to an older one keep it. `note` writes what else
 * belongs into the same transaction.
 */
export const saveSettings = async (
  sql: Sql,
  given: Omit<FloorSettings, 'version'>,
  note: (tx: ISql<{ bigint: number }>, version: number) => Promise<void> = async () => {},
): Promise<FloorSettings> =>
  sql.begin(async (tx) => {
    await tx`lock table floor_settings in exclusive mode`
    const [row] = await tx<{ version: number }[]>`select coalesce(max(version), 0) + 1 as version from floor_settings`
    const settings = floorSettingsSchema.parse({ ...given, version: row?.version ?? 1 })
    await tx`insert into floor_settings (version, zone) values (${settings.version}, ${settings.zone})`
    await tx`insert into scenario_map (version, kind, key, scenario)
      select ${settings.version}, kind, key, scenario
      from json_to_recordset(${JSON.stringify(settings.scenarioMap)}::text::json) as m(kind text, key text, scenario text)`
    await tx`select pg_notify(${SETTINGS_CHANNEL}, '')`
    await note(tx, settings.version)
    return settings
  })
