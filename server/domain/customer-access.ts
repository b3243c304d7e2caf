import { may } from './may.ts'
import type { Viewer } from './viewer.ts'

/** A customer's calls may be anybody's: only who sees all teams may gather, hand out or erase them. */
export const mayHandleCustomers = (viewer: Viewer): boolean => viewer.teams === 'all' && may(viewer, 'customer.data')

/** How a customer is named in the audit, which outlives them: a piece of the reference, of no use after an erasure. */
export const customerSubject = (ref: string): string => `customer:${ref.slice(0, 8)}`
