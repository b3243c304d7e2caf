import type { Permission } from '../../domain/may.ts'
import type { Viewer } from '../../domain/viewer.ts'
import type { RequestBody } from '../../protocol/requests.ts'
import type { USER_REQUESTS } from '../../protocol/user-requests.ts'
import type { Verb } from '../command.ts'
import type { UserOffice } from './user-office.ts'

type Name = keyof typeof USER_REQUESTS

const actorOf = ({ kind, id }: Viewer) => ({ kind, id })

const verb = <N extends Name>(
  permission: Permission,
  run: (users: UserOffice, body: RequestBody<N>, actor: ReturnType<typeof actorOf>) => Promise<object>,
): Verb<N> => ({ permission, run: (body, viewer, { users }) => run(users, body, actorOf(viewer)) })

/** What is done about users and one's own sign-ins; the rules are the office's. */
export const USER_VERBS: { readonly [N in Name]: Verb<N> } = {
  'user:add': verb('user.edit', (users, body, actor) => users.add(actor, body)),
  'user:edit': verb('user.edit', async (users, { userId, ...body }, actor) => {
    await users.edit(actor, userId, body)
    return {}
  }),
  'user:reset-password': verb('user.edit', async (users, { userId }, actor) => ({
    password: await users.resetPassword(actor, userId),
  })),
  'user:set-disabled': verb('user.edit', async (users, { userId, isDisabled }, actor) => {
    await users.setDisabled(actor, userId, isDisabled)
    return {}
  }),
  'user:unlock': verb('user.edit', async (users, { userId }, actor) => {
    await users.unlock(actor, userId)
    return {}
  }),
  'user:end-sessions': verb('user.edit', async (users, { userId }, actor) => ({
    ended: await users.endSessions(actor, userId),
  })),
  'user:preview-import': verb('user.edit', async (users, { rows }, actor) => ({
    rows: await users.previewImport(actor, rows),
  })),
  'user:import': verb('user.edit', async (users, { rows }, actor) => ({ rows: await users.import(actor, rows) })),
  'account:end-session': verb('account.own', async (users, { sessionId }, actor) => {
    await users.endSession(actor, actor.id, sessionId)
    return {}
  }),
  'account:end-sessions': verb('account.own', async (users, { keep }, actor) => ({
    ended: await users.endSessions(actor, actor.id, keep),
  })),
}
