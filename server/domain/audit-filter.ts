import { z } from 'zod'
import type { AuditFilter } from './audit-actions.ts'

const word = z.string().trim().min(1).max(160).optional().catch(undefined)
const instant = z.coerce.number().int().min(0).max(4e12).optional().catch(undefined)

const filterSchema = z.object({ from: instant, to: instant, actor: word, action: word, subject: word, address: word })

/** What an address asks of the audit; anything that is no filter is left out. */
export const readAuditFilter = (query: Readonly<Record<string, unknown>>): AuditFilter => filterSchema.parse(query)
