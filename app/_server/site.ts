import { cache } from 'react'
import { loadSettings } from '#db/queries/load-settings.ts'
import { getAccess } from '#server/access/auth.ts'
import { DEFAULT_SETTINGS } from '#server/domain/settings.ts'

/** IANA zone all times are shown in: the site's setting, once per request. */
export const readZone = cache(async (): Promise<string> => {
  const settings = await loadSettings(getAccess().database.sql)
  return settings?.zone ?? DEFAULT_SETTINGS.zone
})
