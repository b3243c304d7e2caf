import { type ListedUser, listUsers } from '#db/queries/list-users.ts'
import type { Access } from './auth.ts'

/** Everybody who can sign in and how they stand now: pages, files and the shell show the same. */
export const readUsers = ({ database, clock, limits }: Access): Promise<ListedUser[]> =>
  listUsers(database.sql, { now: clock.now(), limit: limits.perAccount })
