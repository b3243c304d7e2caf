/** How somebody stands who can sign in; what keeps them out longest comes first. */
export const USER_STATES = ['disabled', 'locked', 'noPassword', 'mustChange', 'active'] as const
export type UserState = (typeof USER_STATES)[number]

export const userState = (user: {
  banned: boolean
  lockedUntil: number | null
  hasPassword: boolean
  mustChangePassword: boolean
}): UserState => {
  if (user.banned) return 'disabled'
  if (user.lockedUntil !== null) return 'locked'
  if (!user.hasPassword) return 'noPassword'
  return user.mustChangePassword ? 'mustChange' : 'active'
}
