import type { Sql } from '#db/client.ts'
import { listDuty } from '#db/queries/list-duty.ts'
import { listTeams } from '#db/queries/list-teams.ts'
import { listUsers } from '#db/queries/list-users.ts'
import { deleteDuty, putDuty } from '#db/writes/save-duty.ts'
import type { Clock } from '../clock.ts'
import { CodedError } from '../errors.ts'
import { type AuditEntry, appendAudit } from './audit.ts'
import { SIGN_IN_LIMITS } from './sign-in-guard.ts'

export type DutyRequest = {
  dutyId?: string
  userId: string
  teamId: string
  /** [from, to), epoch ms. */
  from: number
  to: number
  standsInFor?: string
}

/** Whoever leads a team for longer belongs to it. */
const LONGEST_MS = 62 * 86_400_000

const refuse = (code: 'bad_request' | 'conflict' | 'not_found', sentence: string, key: string): never => {
  throw new CodedError(code, sentence, { reason: { key } })
}

const checkTimes = ({ from, to, userId, standsInFor }: DutyRequest) => {
  if (to <= from) refuse('bad_request', 'A duty ends after it begins.', 'endsBeforeItBegins')
  if (to - from > LONGEST_MS) refuse('bad_request', 'A duty lasts at most 62 days.', 'dutyTooLong')
  if (standsInFor === userId) refuse('bad_request', 'Nobody stands in for themselves.', 'standsInForSelf')
}

/** Puts a user on duty for a team and notes it, in one transaction; their rights follow by themselves. Returns its id. */
export const saveDuty = async (
  parts: { sql: Sql; clock: Pick<Clock, 'uuid'> },
  given: DutyRequest,
  note: AuditEntry,
): Promise<{ dutyId: string }> => {
  checkTimes(given)
  const { userId, teamId, from, to } = given
  const dutyId = given.dutyId ?? parts.clock.uuid()
  const by = `${note.actor.kind}:${note.actor.id}`
  await parts.sql.begin(async (tx) => {
    await tx`lock table duty in share row exclusive mode`
    const users = await listUsers(tx, { now: note.at, limit: SIGN_IN_LIMITS.perAccount })
    const isUser = (id: string) => users.some((user) => user.id === id && !user.banned)
    if (!isUser(userId) || (given.standsInFor !== undefined && !users.some(({ id }) => id === given.standsInFor)))
      refuse('not_found', 'There is no such user who can sign in.', 'noSuchUser')
    if (!(await listTeams(tx, note.at)).some(({ id, closedAt }) => id === teamId && closedAt === null))
      refuse('not_found', 'There is no such team.', 'noSuchTeam')
    const others = await listDuty(tx, { from, to, teams: [teamId] })
    if (others.some((one) => one.userId === userId && one.dutyId !== dutyId))
      refuse('conflict', 'This person is on duty for this team at that time already.', 'dutyOverlaps')
    await putDuty(tx, { ...given, id: dutyId, notedAt: note.at, notedBy: by })
    await appendAudit(tx, { ...note, subject: `duty:${dutyId}` })
  })
  return { dutyId }
}

/** Ends a duty as if it had never been given, and notes it. */
export const removeDuty = async (parts: { sql: Sql }, dutyId: string, note: AuditEntry): Promise<void> => {
  await parts.sql.begin(async (tx) => {
    const gone = await deleteDuty(tx, dutyId)
    if (!gone) throw new CodedError('not_found', 'There is no such duty.')
    await appendAudit(tx, { ...note, detail: { ...note.detail, ...gone } })
  })
}
