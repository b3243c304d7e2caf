import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'

/** Where SQL is put together from more than a literal and its parameters, and why nobody outside decides the pieces. */
const ALLOWED: Record<string, string> = {
  'db/backup/read-backup.ts': 'tables the database names itself; of a file, names and bounds of one strict form',
  'db/backup/write-backup.ts': 'tables the database names itself',
  'db/embedded.ts': 'names of our own role and database',
  'db/migrate.ts': 'our own role, the user of the URL quoted as a name, and files of this tree',
  'db/queries/read-projection.ts': 'column names written in the same file',
  'db/writes/replace-rows.ts': 'tables and columns listed in the same file',
}

/** `sql.unsafe(…)` takes text as it is, `sql(…)` and drizzle's `sql.identifier`, `sql.raw` and `.as(…)` make names. */
const PIECES = /\.unsafe\(|\b(?:sql|tx|session|owner)\((?!\))|\bsql\.(?:identifier|raw)\(|\.as\(/

const withoutComments = (text: string) => text.replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '')

const findPieces = (root: string): string[] =>
  ['server', 'db', 'app']
    .flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((file) => join(folder, file)),
    )
    .filter((file) => /\.tsx?$/.test(file) && PIECES.test(withoutComments(readFileSync(join(root, file), 'utf8'))))
    .toSorted()

it('[EDGE-8] puts SQL together from pieces only where nobody outside decides them', () => {
  expect(findPieces('.')).toEqual(Object.keys(ALLOWED).toSorted())
})

it.each([
  'sql.unsafe(text)',
  'order by sql(column)',
  'tx(rows)',
  'sql.identifier(name)',
  'sql.raw(text)',
  'table.id.as(alias)',
])('sees %s', (text) => {
  expect(PIECES.test(text)).toBe(true)
})

it.each(['sql`select 1`', 'await sql<Row[]>`select 1`', 'sql.begin(async (tx) => {})', 'sql()'])(
  'lets %s be',
  (text) => {
    expect(PIECES.test(text)).toBe(false)
  },
)
