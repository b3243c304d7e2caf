import type { Permission } from '#server/domain/may.ts'

/** Every settings page, in the order of the list; `permission` null: everybody's own. */
export const SETTINGS_PLACES = [
  { href: '/settings/duty', key: 'duty', permission: 'roster.read' },
  { href: '/settings/seats', key: 'seats', permission: 'organisation.edit' },
  { href: '/settings/account', key: 'account', permission: null },
] as const satisfies readonly {
  href: string
  key: string
  permission: Permission | null
}[]

/** What this person may open. */
export const placesFor = (permissions: readonly Permission[]) =>
  SETTINGS_PLACES.filter(({ permission }) => permission === null || permissions.includes(permission))
