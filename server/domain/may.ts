import type { Role, Viewer } from './viewer.ts'

/** What a role may do; which calls, agents and teams it may do it to is a question of scope (`canSee`). */
const MAY = {
  /** Claim and resolve alerts. */
  'alert.handle': ['admin', 'manager', 'floor_manager', 'supervisor'],
  /** Say that a verdict is wrong, and read what became of such disputes. */
  'verdict.dispute': ['admin', 'manager', 'floor_manager', 'supervisor'],
  /** Uphold or overturn a verdict somebody else disputed, and take away what was overturned. */
  'dispute.decide': ['admin', 'manager'],
  /** Close calls back to customers, and read what became of them. */
  'callback.close': ['admin', 'manager', 'floor_manager', 'supervisor'],
  /** Say what a call is about. */
  'call.classify': ['admin', 'manager', 'floor_manager', 'supervisor'],
  /** See a customer's full number, with a reason. */
  'number.reveal': ['manager', 'floor_manager', 'supervisor'],
  /** Put agents into teams. */
  'agent.place': ['admin', 'manager'],
  /** Sites, teams, queues, seats, and who an agent of a feed is. */
  'organisation.edit': ['admin', 'manager'],
  /** Who works when, who leads a team when, who stands in. */
  'roster.edit': ['admin', 'manager', 'floor_manager'],
  'roster.read': ['admin', 'manager', 'floor_manager', 'supervisor'],
  /** Which scenario a queue, number or menu key means. */
  'scenario.map': ['admin', 'manager'],
  /** The flows: what is owed, how long, in which words. Reading them is everybody's. */
  'playbook.edit': ['admin', 'manager'],
  'user.edit': ['admin'],
  /** One's own sign-ins. */
  'account.own': ['admin', 'manager', 'floor_manager', 'supervisor', 'viewer'],
  'audit.read': ['admin', 'manager'],
  /** Hand out or erase what is kept of one customer. */
  'customer.data': ['admin', 'manager'],
  'retention.edit': ['admin'],
} as const satisfies Record<string, readonly [Role, ...Role[]]>

export type Permission = keyof typeof MAY
export const PERMISSIONS = Object.keys(MAY) as Permission[]

/** Default deny; a screen on a wall may do nothing. */
export const may = (viewer: Pick<Viewer, 'kind' | 'role'>, permission: Permission): boolean =>
  viewer.kind === 'user' && (MAY[permission] as readonly Role[]).includes(viewer.role)

/** All this viewer may do. */
export const permissionsOf = (viewer: Pick<Viewer, 'kind' | 'role'>): Permission[] =>
  PERMISSIONS.filter((permission) => may(viewer, permission))
