import type { ISql } from 'postgres'
import { DEFAULT_SETTINGS, type FloorSettings, floorSettingsSchema } from '#server/domain/settings.ts'

type Sql = ISql<{ bigint: number }>

type Row = { version: number; zone: string; scenarioMap: unknown }

/** Settings of one version, or the newest; undefined when there is none. */
export const loadSettings = async (sql: Sql, version?: number): Promise<FloorSettings | undefined> => {
  const [row] = await sql<Row[]>`
    select s.version, s.zone,
           (select coalesce(json_agg(json_build_object('kind', m.kind, 'key', m.key, 'scenario', m.scenario) order by m.kind, m.key), '[]')
            from scenario_map m where m.version = s.version) as "scenarioMap"
    from floor_settings s
    where ${version ?? null}::int is null or s.version = ${version ?? null}
    order by s.version desc limit 1`
  return row && floorSettingsSchema.parse(row)
}

/** IANA zone of the newest settings. */
export const loadZone = async (sql: Sql): Promise<string> => {
  const [row] = await sql<{ zone: string }[]>`select zone from floor_settings order by version desc limit 1`
  return row?.zone ?? DEFAULT_SETTINGS.zone
}
