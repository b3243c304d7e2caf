import { ROLES, type Role } from './viewer.ts'

const SEES_ALL_TEAMS: Record<Role, boolean> = {
  admin: true,
  manager: true,
  floor_manager: true,
  supervisor: false,
  viewer: false,
}

/** False: sees the teams given, and nothing without one. */
export const seesAllTeams = (role: Role): boolean => SEES_ALL_TEAMS[role]

export const isRole = (text: string): text is Role => (ROLES as readonly string[]).includes(text)

/** Why a change of users is refused: keys under `reasons` in the message files. */
export type UserFault =
  | 'userName'
  | 'userDisplayName'
  | 'userRole'
  | 'userTaken'
  | 'userTwice'
  | 'userNeedsTeam'
  | 'userTeamUnknown'
  | 'userUnknown'
  | 'userOwnRole'
  | 'userOwnDisable'
  | 'userOwnPassword'
  | 'userLastAdmin'

type Standing = { id: string; role: Role; banned: boolean }

/**
 * What a user may not become: nobody takes their own right to undo it, and one admin who can sign in always stays.
 * `everybody` holds at least this user and all admins.
 */
export const judgeStanding = (
  everybody: readonly Standing[],
  selfId: string | null,
  next: Standing,
): UserFault | null => {
  const before = everybody.find(({ id }) => id === next.id)
  if (!before) return 'userUnknown'
  if (next.id === selfId && next.banned) return 'userOwnDisable'
  if (next.id === selfId && next.role !== before.role) return 'userOwnRole'
  const isAdmin = ({ role, banned }: Standing) => role === 'admin' && !banned
  const others = everybody.filter(({ id }) => id !== next.id)
  return isAdmin(before) && !isAdmin(next) && !others.some(isAdmin) ? 'userLastAdmin' : null
}
