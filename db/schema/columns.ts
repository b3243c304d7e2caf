import { customType, numeric, text, timestamp } from 'drizzle-orm/pg-core'

/** Times are ISO text on the way in and out, so that no conversion rounds them. */
export const instant = (name: string) => timestamp(name, { withTimezone: true, precision: 3, mode: 'string' })
/** Figures of the offline fold, with one decimal. */
export const seconds = (name: string) => numeric(name, { precision: 12, scale: 1 })
export const bytea = customType<{ data: Uint8Array }>({ dataType: () => 'bytea' })
export const ofCall = { feedId: text('feed_id').notNull(), callId: text('call_id').notNull() }
