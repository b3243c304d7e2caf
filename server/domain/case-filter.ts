import { z } from 'zod'
import { parseSiteTime } from './site-time.ts'
import { CALL_BACK_STATES, DISPUTE_STATES, RULES } from './words.ts'

const oneOf = <const T extends readonly [string, ...string[]]>(words: T) => z.enum(words).optional().catch(undefined)
const idOf = z
  .string()
  .regex(/^[\w-]{1,80}$/)
  .optional()
  .catch(undefined)
const dayOf = z.iso.date().optional().catch(undefined)

/** What a list of what people did about verdicts may ask besides where it stands; days are the site's, both included. */
const CASE_FILTER = { team: idOf, rule: oneOf(RULES), from: dayOf, to: dayOf }

const filterSchema = z.object({ state: oneOf(DISPUTE_STATES), ...CASE_FILTER })
export type DisputeFilter = z.infer<typeof filterSchema>

const callBackSchema = z.object({ state: oneOf(CALL_BACK_STATES), ...CASE_FILTER })
export type CallBackFilter = z.infer<typeof callBackSchema>

type Query = Readonly<Record<string, unknown>>

/** What an address asks of the disputes; anything that is no filter is left out. */
export const readDisputeFilter = (query: Query): DisputeFilter => filterSchema.parse(query)

/** The same of the calls back. */
export const readCallBackFilter = (query: Query): CallBackFilter => callBackSchema.parse(query)

const NEXT_DAY_MS = 36 * 3_600_000

/** The days as times, epoch ms, [from, to). */
export const reachOfDays = (
  { from, to }: { from?: string; to?: string },
  zone: string,
): { from: number | null; to: number | null } => {
  const noon = to === undefined ? undefined : Date.parse(`${to}T00:00Z`)
  const next = noon === undefined ? undefined : new Date(noon + NEXT_DAY_MS).toISOString().slice(0, 10)
  return {
    from: from === undefined ? null : (parseSiteTime(from, zone) ?? null),
    to: next === undefined ? null : (parseSiteTime(next, zone) ?? null),
  }
}

/** Counted from 1. */
export const readPage = (query: Query): number => {
  const page = Number(query.page)
  return Number.isSafeInteger(page) && page > 0 && page < 1e6 ? page : 1
}
