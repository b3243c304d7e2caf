import type { Role } from '#server/domain/viewer.ts'
import type { Side } from './floor.ts'

/** Everybody who may come to the door, in the order of the columns. */
export const WHO = [
  'anonymous',
  'viewer',
  'supervisor A',
  'supervisor B',
  'manager',
  'admin',
  'revoked',
  'feed token',
  'companion token',
] as const
export type Who = (typeof WHO)[number]

/** One row of the matrix: what comes back for each of them. A missing cell does not compile. */
export type Row<Outcome extends string = string> = Readonly<Record<Who, Outcome>>

export const PEOPLE = {
  viewer: { role: 'viewer', teams: ['north'] },
  'supervisor A': { role: 'supervisor', teams: ['north'] },
  'supervisor B': { role: 'supervisor', teams: ['south'] },
  manager: { role: 'manager', teams: [] },
  admin: { role: 'admin', teams: [] },
  /** An admin of before: disabled, and here again with the old cookie. */
  revoked: { role: 'admin', teams: [] },
} as const satisfies Partial<Record<Who, { role: Role; teams: readonly Side[] }>>
export type Person = keyof typeof PEOPLE

/** Teams whose words may never reach them, on whatever page. */
export const NEVER_SEES: Readonly<Record<Who, readonly Side[]>> = {
  anonymous: ['north', 'south'],
  viewer: ['south'],
  'supervisor A': ['south'],
  'supervisor B': ['north'],
  manager: [],
  admin: [],
  revoked: ['north', 'south'],
  'feed token': ['north', 'south'],
  'companion token': ['north', 'south'],
}

/** The same for everybody. */
export const everybody = <O extends string>(outcome: O): Row<O> => ({
  anonymous: outcome,
  viewer: outcome,
  'supervisor A': outcome,
  'supervisor B': outcome,
  manager: outcome,
  admin: outcome,
  revoked: outcome,
  'feed token': outcome,
  'companion token': outcome,
})

/** One answer for who is signed in, another for all who are not: tokens are no people. */
export const signedIn = <In extends string, Out extends string>(inside: In, outside: Out): Row<In | Out> => ({
  anonymous: outside,
  viewer: inside,
  'supervisor A': inside,
  'supervisor B': inside,
  manager: inside,
  admin: inside,
  revoked: outside,
  'feed token': outside,
  'companion token': outside,
})
