import { maskText } from '../domain/redact.ts'
import { CodedError } from '../errors.ts'
import { noteOf } from './append-person-entry.ts'
import type { Verb } from './command.ts'
import { requireCall } from './require-call.ts'

/** Reasons of the list say enough; the other one must be put into words. */
export const requireReason = ({
  reason,
  text,
}: {
  reason: string
  text: string
}): { reason: string; text?: string } => {
  if (reason === 'other' && text.length < 2)
    throw new CodedError('bad_request', 'Say in words why.', { reason: { key: 'reasonMissing' } })
  return text === '' ? { reason } : { reason, text: maskText(text) }
}

/** The full number of one call's customer, once, after the audit has who asked and why. */
export const revealNumber: Verb<'call:reveal-number'> = {
  permission: 'number.reveal',
  async run({ feed, callId, ...why }, viewer, parts) {
    const given = requireReason(why)
    await requireCall(parts, viewer, feed, callId)
    const kept = await parts.customers.findSealed(feed, callId)
    if (!kept) throw new CodedError('not_found', 'This call has no number.', { reason: { key: 'numberNever' } })
    if (kept.masked === undefined)
      throw new CodedError('not_found', 'The number was erased.', { reason: { key: 'numberErased' } })
    if (kept.sealed === undefined)
      throw new CodedError('not_found', 'The number was never stored in full.', { reason: { key: 'numberNever' } })
    const number = openOrRefuse(parts.customers.seal.open, kept.sealed)
    await parts.audit(
      noteOf(parts, viewer, { action: 'number.reveal', subject: `call:${feed}/${callId}`, detail: given }),
    )
    return { number }
  },
}

const openOrRefuse = (open: (sealed: string) => string, sealed: string): string => {
  try {
    return open(sealed)
  } catch (cause) {
    throw new CodedError('conflict', 'The number was sealed under another secret and cannot be opened.', {
      cause,
      reason: { key: 'numberSealedElsewhere' },
    })
  }
}
