/** Why exactly something was refused, for screens: a key under `reasons` in the message files, and what its text takes. */
export type Reason = { key: string; params?: Readonly<Record<string, string | number>> }
