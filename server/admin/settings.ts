import { loadSettings } from '#db/queries/load-settings.ts'
import { changeSettings } from '#db/writes/save-settings.ts'
import { appendAudit } from '../access/audit.ts'
import { DEFAULT_SETTINGS, type FloorSettings } from '../domain/settings.ts'
import type { AdminIo } from './admin-io.ts'

export const readSettings = async (io: AdminIo): Promise<FloorSettings> =>
  (await loadSettings(io.database.sql)) ?? DEFAULT_SETTINGS

/** Keeps the settings under a new version, says so, and notes who did it. */
export const writeSettings = async (
  io: AdminIo,
  action: string,
  change: Omit<FloorSettings, 'version'>,
  detail: Record<string, unknown>,
): Promise<void> => {
  const at = io.clock.now()
  const saved = await io.database.sql.begin(async (tx) => {
    const next = await changeSettings(tx, { by: io.actor.id, at }, () => change)
    await appendAudit(tx, { at, actor: io.actor, action, subject: `settings:${next.version}`, detail })
    return next
  })
  io.print(`Settings version ${saved.version}; calls that begin from now on use it.`)
}
