import type { ISql } from 'postgres'
import { type FloorSettings, floorSettingsSchema } from '#server/domain/settings.ts'

export type SettingVersion = FloorSettings & {
  /** Epoch ms. */
  savedAt: number
  savedBy: string | null
}

type Row = { version: number; zone: string; savedAt: number; savedBy: string | null; scenarioMap: unknown }

/** The newest versions of the floor's settings, newest first. */
export const listSettingVersions = async (sql: ISql<{ bigint: number }>, limit: number): Promise<SettingVersion[]> => {
  const rows = await sql<Row[]>`
    select s.version, s.zone, s.saved_by as "savedBy", (extract(epoch from s.created_at) * 1000)::float8 as "savedAt",
      (select coalesce(json_agg(json_build_object('kind', m.kind, 'key', m.key, 'scenario', m.scenario)
         order by m.kind, m.key), '[]')
       from scenario_map m where m.version = s.version) as "scenarioMap"
    from floor_settings s order by s.version desc limit ${limit}`
  return rows.map(({ savedAt, savedBy, ...settings }) => ({ ...floorSettingsSchema.parse(settings), savedAt, savedBy }))
}
