import type { Permission } from '#server/domain/may.ts'

/** Every settings page, in the order of the list; `permission` null: everybody's own. */
export const SETTINGS_PLACES = [
  { href: '/settings/account', key: 'account', permission: null },
  { href: '/settings/agents', key: 'agents', permission: 'agent.place' },
  { href: '/settings/teams', key: 'teams', permission: 'organisation.edit' },
  { href: '/settings/seats', key: 'seats', permission: 'organisation.edit' },
  { href: '/settings/duty', key: 'duty', permission: 'roster.read' },
  { href: '/settings/scenarios', key: 'scenarios', permission: 'scenario.map' },
  { href: '/settings/users', key: 'users', permission: 'user.edit' },
  { href: '/settings/customers', key: 'customers', permission: 'customer.data' },
  { href: '/settings/audit', key: 'audit', permission: 'audit.read' },
  { href: '/settings/retention', key: 'retention', permission: 'retention.edit' },
] as const satisfies readonly {
  href: string
  key: string
  permission: Permission | null
}[]

/** What this person may open. */
export const placesFor = (permissions: readonly Permission[]) =>
  SETTINGS_PLACES.filter(({ permission }) => permission === null || permissions.includes(permission))
