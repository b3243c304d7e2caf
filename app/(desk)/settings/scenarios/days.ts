/** Calls of so many days are looked through for what the table does not name. */
export const UNMAPPED_DAYS = 7
