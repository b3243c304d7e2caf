/** The sign-in library wants an e-mail address of everybody; nothing is ever sent to this one. */
export const addressOf = (username: string): string => `${username.toLowerCase()}@users.invalid`
