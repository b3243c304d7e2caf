import { customerSubject, mayHandleCustomers } from '../domain/customer-access.ts'
import type { Viewer } from '../domain/viewer.ts'
import { CodedError } from '../errors.ts'
import type { CustomerCall } from '../protocol/customer-port.ts'
import { noteOf } from './append-person-entry.ts'
import type { CommandParts, Verb } from './command.ts'
import { requireReason } from './reveal-number.ts'

/** So many calls are listed; an export has all of them. */
const LISTED = 200

const requireAllTeams = (viewer: Viewer) => {
  if (!mayHandleCustomers(viewer))
    throw new CodedError('forbidden', 'Only who sees all teams may look a customer up.', {
      reason: { key: 'customersNeedAllTeams' },
    })
}

const requireRef = (parts: CommandParts, clear: string) => {
  const { customerRef, masked = '' } = parts.customers.seal.number(clear)
  if (customerRef === undefined)
    throw new CodedError('bad_request', 'This is no telephone number.', { reason: { key: 'noNumber' } })
  return { ref: customerRef, masked, tail: masked.slice(-4) }
}

const withAgent = (parts: CommandParts, call: CustomerCall) => {
  const person = call.agentId === null ? undefined : parts.directory.find(call.feedId, call.agentId, call.startedAt)
  return { ...call, agentNo: person?.agentNo ?? call.agentId, agentName: person?.name ?? null }
}

/** The calls kept of one customer. The number comes in, and no reference goes out. */
export const findCustomer: Verb<'customer:find'> = {
  permission: 'customer.data',
  async run({ number }, viewer, parts) {
    requireAllTeams(viewer)
    const { ref, masked, tail } = requireRef(parts, number)
    const { calls, total } = await parts.customers.listCalls(ref, LISTED)
    await parts.audit(
      noteOf(parts, viewer, { action: 'customer.find', subject: customerSubject(ref), detail: { tail, calls: total } }),
    )
    const handle = parts.customers.handles.give(ref, viewer.id)
    return { handle, masked, total, calls: calls.map((call) => withAgent(parts, call)) }
  },
}

/** Takes a customer out of everything kept; their calls stay as facts without a number. */
export const eraseCustomer: Verb<'customer:erase'> = {
  permission: 'customer.data',
  async run({ handle, number, ...why }, viewer, parts) {
    requireAllTeams(viewer)
    const given = requireReason(why)
    const ref = parts.customers.handles.find(handle, viewer.id)
    if (ref === undefined)
      throw new CodedError('not_found', 'Look the customer up again first.', { reason: { key: 'handleOver' } })
    const typed = requireRef(parts, number)
    if (typed.ref !== ref)
      throw new CodedError('conflict', 'This is another number.', { reason: { key: 'otherNumber' } })
    const { calls } = await parts.customers.erase(ref, (erasure) =>
      noteOf(parts, viewer, {
        action: 'customer.erase',
        subject: customerSubject(ref),
        detail: { ...given, tail: typed.tail, calls: erasure.calls.length },
      }),
    )
    return { calls: calls.length }
  },
}
