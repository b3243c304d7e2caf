import type { UserFault } from '../domain/user-rules.ts'
import { ROLES } from '../domain/viewer.ts'
import { CodedError, type ErrorCode } from '../errors.ts'

const FAULTS: Record<UserFault, readonly [ErrorCode, string]> = {
  userName: ['bad_request', 'A user name has 2 to 64 letters, digits, dots, dashes or underscores.'],
  userDisplayName: ['bad_request', 'A name has 1 to 80 characters.'],
  userRole: ['bad_request', `There is no such role; roles are ${ROLES.join(', ')}.`],
  userTaken: ['conflict', 'There is such a user already.'],
  userTwice: ['bad_request', 'This user is in the file twice.'],
  userNeedsTeam: ['bad_request', 'This role sees the teams it is given and would see nothing: give one.'],
  userTeamUnknown: ['not_found', 'There is no such team.'],
  userUnknown: ['not_found', 'There is no such user.'],
  userOwnRole: ['forbidden', 'You cannot change your own role; another administrator can.'],
  userOwnDisable: ['forbidden', 'You cannot disable yourself; another administrator can.'],
  userOwnPassword: ['forbidden', 'Change your own password under My account.'],
  userLastAdmin: ['forbidden', 'This is the last administrator who can sign in.'],
}

export const userError = (fault: UserFault): CodedError =>
  new CodedError(FAULTS[fault][0], FAULTS[fault][1], { reason: { key: fault } })
