import type { ISql } from 'postgres'
import { DEFAULT_SETTINGS, type FloorSettings, floorSettingsSchema } from '#server/domain/settings.ts'
import type { Sql } from '../client.ts'
import { loadSettings } from '../queries/load-settings.ts'

/** What is told to every server of this database after a new version was saved. */
export const SETTINGS_CHANNEL = 'settings'

type Tx = ISql<{ bigint: number }>
type Change = Omit<FloorSettings, 'version'>
/** Name of who saves, and when (epoch ms). */
export type SavedBy = { by: string; at: number }

const store = async (tx: Tx, given: FloorSettings, saved?: SavedBy): Promise<FloorSettings> => {
  const settings = floorSettingsSchema.parse(given)
  await tx`insert into floor_settings (version, zone, saved_by, created_at)
    values (${settings.version}, ${settings.zone}, ${saved?.by ?? null},
            coalesce(to_timestamp(${saved?.at ?? null}::float8 / 1000), now()))`
  await tx`insert into scenario_map (version, kind, key, scenario)
    select ${settings.version}, kind, key, scenario
    from json_to_recordset(${JSON.stringify(settings.scenarioMap)}::text::json) as m(kind text, key text, scenario text)`
  await tx`select pg_notify(${SETTINGS_CHANNEL}, '')`
  return settings
}

/**
 * Makes the next version of the settings out of the newest, one change at a time, and returns it; null keeps the newest.
 * Calls pinned to an older one keep it. Give a transaction.
 */
export const changeSettings = async (
  tx: Tx,
  saved: SavedBy | undefined,
  change: (current: Change) => Change | null,
): Promise<FloorSettings> => {
  await tx`lock table floor_settings in exclusive mode`
  const current = await loadSettings(tx)
  const { version, ...settings } = current ?? DEFAULT_SETTINGS
  const next = change(settings)
  if (!next) return { version, ...settings }
  return store(tx, { ...next, version: current ? version + 1 : version }, saved)
}

/** Stores a new version of the floor's settings and returns it. */
export const saveSettings = async (sql: Sql, given: Change, saved?: SavedBy): Promise<FloorSettings> =>
  sql.begin((tx) => changeSettings(tx, saved, () => given))
