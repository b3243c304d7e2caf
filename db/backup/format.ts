import { z } from 'zod'

/**
 * A backup is lines of text, gzipped. `#` begins what it says of itself: first what it is of, then the partitions, before
 * the rows of each table its name, and last how many rows there were. Every other line is one row as JSON, which
 * PostgreSQL wrote and PostgreSQL reads.
 */
const name = z.string().regex(/^[a-z0-9_]+$/)
const controlSchema = z.discriminatedUnion('is', [
  z.strictObject({
    is: z.literal('linewarden-backup-1'),
    /** ISO time of the snapshot. */
    madeAt: z.iso.datetime(),
    /** Names and checksums of the migrations the tables are of. */
    migrations: z.record(z.string(), z.string()),
    secretMark: z.string(),
  }),
  z.strictObject({
    is: z.literal('partition'),
    name,
    parent: name,
    bounds: z.string().regex(/^FOR VALUES FROM \('[0-9:+ -]+'\) TO \('[0-9:+ -]+'\)$/),
  }),
  z.strictObject({ is: z.literal('table'), name }),
  z.strictObject({ is: z.literal('end'), rows: z.int() }),
])
export type Control = z.infer<typeof controlSchema>
export type Manifest = Extract<Control, { is: 'linewarden-backup-1' }>

export const controlLine = (control: Control): string => `#${JSON.stringify(control)}\n`

/** What a line says of the backup itself; null: it is a row, or nothing a backup holds. */
export const readControl = (line: string): Control | null => {
  if (!line.startsWith('#')) return null
  try {
    return controlSchema.parse(JSON.parse(line.slice(1)))
  } catch {
    return null
  }
}
