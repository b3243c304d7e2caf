/** Why a new password is refused, in the order it is looked at. */
export const PASSWORD_FAULTS = ['tooShort', 'tooLong', 'same', 'ownName', 'common'] as const
export type PasswordFault = (typeof PASSWORD_FAULTS)[number]

/** Characters. Length is what counts (OWASP ASVS 5.0): nothing is asked of which characters they are. */
export const PASSWORD_LENGTH = { min: 10, max: 128 } as const
