import { may } from '../domain/may.ts'
import type { Viewer } from '../domain/viewer.ts'
import { CodedError, outward } from '../errors.ts'
import type { Answer } from '../protocol/live.ts'
import { readBody } from '../protocol/read-body.ts'
import { REQUESTS, type RequestBody, type RequestName } from '../protocol/requests.ts'
import { acknowledgeAlert } from './acknowledge-alert.ts'
import { BACK_TEST_VERBS } from './back-test.ts'
import { closeCallBack } from './call-backs.ts'
import type { CommandParts, Verb } from './command.ts'
import { eraseCustomer, findCustomer } from './customers.ts'
import { decideDispute, disputeVerdict } from './disputes.ts'
import { removeDuty, removeShift, saveDuty } from './duty.ts'
import { importIdentities, importRoster, importSeats } from './import-rows.ts'
import { ORGANISATION_VERBS } from './organisation.ts'
import { PLAYBOOK_VERBS } from './playbook.ts'
import { resolveAlert } from './resolve-alert.ts'
import { revealNumber } from './reveal-number.ts'
import { correctIdentity, removeSeat, takeBackIdentity } from './seats.ts'
import { setLevel } from './set-level.ts'
import { setRetention } from './set-retention.ts'
import { setScenario } from './set-scenario.ts'
import { USER_VERBS } from './users/verbs.ts'
import { verifyAudit } from './verify-audit.ts'

/** Every verb of the wire; a request without one, or one without its permission, does not compile. */
export const VERBS: { readonly [N in RequestName]: Verb<N> } = {
  'alert:acknowledge': acknowledgeAlert,
  'alert:resolve': resolveAlert,
  'verdict:dispute': disputeVerdict,
  'dispute:decide': decideDispute,
  'callback:close': closeCallBack,
  'call:set-scenario': setScenario,
  'call:set-level': setLevel,
  'retention:set': setRetention,
  'call:reveal-number': revealNumber,
  'customer:find': findCustomer,
  'customer:erase': eraseCustomer,
  'audit:verify': verifyAudit,
  ...USER_VERBS,
  ...ORGANISATION_VERBS,
  ...PLAYBOOK_VERBS,
  ...BACK_TEST_VERBS,
  'identity:correct': correctIdentity,
  'identity:take-back': takeBackIdentity,
  'identity:import': importIdentities,
  'seat:import': importSeats,
  'seat:remove': removeSeat,
  'roster:import': importRoster,
  'roster:remove': removeShift,
  'duty:save': saveDuty,
  'duty:remove': removeDuty,
}

const isVerb = (name: string): name is RequestName => Object.hasOwn(VERBS, name)

const parse = <N extends RequestName>(name: N, body: unknown): RequestBody<N> => {
  const read = readBody(REQUESTS[name], body)
  if (!read.ok) throw new CodedError('bad_request', read.message)
  return read.data as RequestBody<N>
}

const perform = <N extends RequestName>(
  name: N,
  body: unknown,
  viewer: Viewer,
  parts: CommandParts,
): Promise<object> => {
  const verb: Verb<N> = VERBS[name]
  if (!may(viewer, verb.permission)) {
    throw new CodedError('forbidden', 'Your role does not allow this.')
  }
  return verb.run(parse(name, body), viewer, parts)
}

/** What people do. `run` never throws: every refusal is an answer with a code. */
export const createCommands = (
  parts: CommandParts & { logger: { error(fields: object, message: string): void } },
): {
  has(name: string): boolean
  run(name: string, body: unknown, viewer: Viewer, address?: string): Promise<Answer<object>>
} => {
  return {
    has: isVerb,
    async run(name, body, viewer, address) {
      try {
        if (!isVerb(name)) throw new CodedError('bad_request', 'This request is not known here.')
        return { ok: true, ...(await perform(name, body, viewer, { ...parts, address })) }
      } catch (error) {
        if (!(error instanceof CodedError)) parts.logger.error({ err: error, request: name }, 'a command failed')
        return { ok: false, ...outward(error) }
      }
    },
  }
}
