import { z } from 'zod'
import { textSchema } from '../domain/ids.ts'
import type { UserFault } from '../domain/user-rules.ts'
import { ROLES } from '../domain/viewer.ts'

const userId = z.string().min(1).max(64)
const teamIds = z.array(textSchema(64)).max(200)
const standing = { name: z.string().min(1).max(80), role: z.enum(ROLES), teamIds }

/** Rows of one request; a file is sent in pieces, for a frame holds 64 KB. */
export const USER_ROWS_AT_ONCE = 100

/** One line of a file of users; `teams` by name. What is wrong with it is told line by line, so little is asked here. */
const userRowSchema = z.strictObject({
  /** Where it stands in the file, the header being 1. */
  line: z.int().min(1).max(1_000_000),
  username: textSchema(100),
  name: textSchema(200),
  role: textSchema(40),
  teams: z.array(textSchema(100)).max(50),
})
export type UserRow = z.infer<typeof userRowSchema>
const rows = z.array(userRowSchema).min(1).max(USER_ROWS_AT_ONCE)

/** What a line of a file does, or would do. */
export const ROW_OUTCOMES = ['add', 'change', 'same', 'refused'] as const
export type UserRowResult = {
  line: number
  username: string
  outcome: (typeof ROW_OUTCOMES)[number]
  fault?: UserFault
  /** Of a user who was added. */
  userId?: string
}

/** Who may sign in, and everybody's own sign-ins. */
export const USER_REQUESTS = {
  'user:add': z.strictObject({ username: z.string().min(1).max(100), ...standing }),
  'user:edit': z.strictObject({ userId, ...standing }),
  'user:reset-password': z.strictObject({ userId }),
  'user:set-disabled': z.strictObject({ userId, isDisabled: z.boolean() }),
  'user:unlock': z.strictObject({ userId }),
  'user:end-sessions': z.strictObject({ userId }),
  'user:preview-import': z.strictObject({ rows }),
  'user:import': z.strictObject({ rows }),
  'account:end-session': z.strictObject({ sessionId: userId }),
  /** `keep`: the one session that goes on. */
  'account:end-sessions': z.strictObject({ keep: userId.optional() }),
} as const
