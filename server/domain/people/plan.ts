/** What would become of one row of a file. `reason` is a key under `reasons` in the message files, with what its text takes. */
export type RowOutcome =
  | { outcome: 'added' | 'changed' | 'same' }
  | { outcome: 'refused'; reason: { key: string; params?: Readonly<Record<string, string | number>> } }

export const refused = (key: string, params?: Readonly<Record<string, string | number>>): RowOutcome => ({
  outcome: 'refused',
  reason: { key, params },
})
