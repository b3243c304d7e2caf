import { loadSettings } from '#db/queries/load-settings.ts'
import { saveSettings } from '#db/writes/save-settings.ts'
import { appendAudit } from '../access/audit.ts'
import { DEFAULT_SETTINGS, type FloorSettings } from '../domain/settings.ts'
import type { AdminIo } from './admin-io.ts'

export const readSettings = async (io: AdminIo): Promise<FloorSettings> =>
  (await loadSettings(io.database.sql)) ?? DEFAULT_SETTINGS

/** Keeps the settings under a new version, says so, and notes who did it. */
export const writeSettings = async (
  io: AdminIo,
  action: string,
  change: Parameters<typeof saveSettings>[1],
  detail: Record<string, unknown>,
): Promise<void> => {
  const saved = await saveSettings(io.database.sql, change, { by: io.actor.id, at: io.clock.now() })
  const subject = `settings:${saved.version}`
  await appendAudit(io.database.sql, { at: io.clock.now(), actor: io.actor, action, subject, detail })
  io.print(`Settings version ${saved.version}; calls that begin from now on use it.`)
}
