import { z } from 'zod'
import { idSchema, textSchema } from '../../domain/ids.ts'
import { PEOPLE } from '../../domain/people/person.ts'
import { scenarioMapEntrySchema } from '../../domain/settings.ts'
import { SCENARIOS } from '../../domain/words.ts'

const FROM = Date.UTC(2000, 0, 1)
const TO = Date.UTC(2101, 0, 1)

const id = idSchema.max(64)
const moment = z.int().min(FROM).max(TO)
const name = textSchema(60).refine((text) => text.trim() !== '', 'must not be empty')
const cell = textSchema(160)
const line = z.int().min(1).max(1_000_000)

/** A file comes in parts: rows with `more`, then `preview`, which answers what it would do, then `apply`. */
const upload = <R extends z.ZodType>(row: R) =>
  z.strictObject({
    /** Made by the page; another one begins anew. */
    upload: id,
    rows: z.array(row).max(500),
    step: z.enum(['more', 'preview', 'apply']),
  })

const queues = z.array(z.strictObject({ feed: idSchema, queueId: idSchema })).max(300)

/** A feed, or the list of people known by their 工号. */
const listing = z.union([idSchema, z.literal(PEOPLE)])

/** Changes of the organisation and of what its queues mean. Times are epoch ms. */
export const PEOPLE_REQUESTS = {
  'site:save': z.strictObject({ siteId: id.optional(), name }),
  'site:close': z.strictObject({ siteId: id }),
  'team:save': z.strictObject({ teamId: id.optional(), name, siteId: id.nullable() }),
  'team:close': z.strictObject({ teamId: id }),
  /** The queues it answers from now on, all of them. */
  'team:set-queues': z.strictObject({ teamId: id, queues }),
  'team:import': upload(z.strictObject({ line, site: cell, team: cell, feed: cell, queue: cell })),
  'agent:place': z.strictObject({
    agents: z
      .array(z.strictObject({ feed: listing, agentIds: z.array(idSchema).min(1).max(5000) }))
      .min(1)
      .max(100),
    /** Null: into no team. */
    teamId: id.nullable(),
    /** Now when left out. */
    from: moment.optional(),
  }),
  'agent:import': upload(z.strictObject({ line, agentNo: cell, feed: cell, team: cell, from: cell })),
  'membership:correct': z.strictObject({
    feed: listing,
    agentId: idSchema,
    /** When the membership to change began; null adds one. */
    old: moment.nullable(),
    /** What it should have been; null takes it away. */
    next: z.strictObject({ teamId: id, from: moment, to: moment.nullable() }).nullable(),
  }),
  'scenario:map': z.strictObject({
    changes: z
      .array(scenarioMapEntrySchema.extend({ key: idSchema, scenario: z.enum(SCENARIOS).nullable() }))
      .min(1)
      .max(500),
  }),
} as const
