const PROBLEMS = {
  signup_disabled: 'unknownUser',
  other_user: 'otherUser',
  banned: 'banned',
  access_denied: 'cancelled',
} as const

/** Why a way over the provider ended here: a key below `oidc`. */
export const providerProblem = (error: string | string[]): (typeof PROBLEMS)[keyof typeof PROBLEMS] | 'failed' => {
  const known = typeof error === 'string' && Object.hasOwn(PROBLEMS, error)
  return known ? PROBLEMS[error as keyof typeof PROBLEMS] : 'failed'
}
