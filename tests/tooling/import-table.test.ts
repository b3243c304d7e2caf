import { describe, expect, it } from 'vitest'
import { findForbidden, findLeaks, findRings } from './import-table.ts'
import { readSource, readSources } from './read-imports.ts'

const project = readSources(process.cwd())

describe('the import table', () => {
  it('is kept by every file of the product', () => expect(findForbidden(project)).toEqual([]))
  it('lets nothing of the server into the browser', () => expect(findLeaks(project)).toEqual([]))
  it('has no rings of values', () => expect(findRings(project)).toEqual([]))

  it('covers the whole product', () => {
    expect(project.length).toBeGreaterThan(20)
    expect(project.flatMap((source) => source.imports).length).toBeGreaterThan(project.length / 2)
  })

  it('catches a folder that reaches into another, even for a type', () => {
    const bad = readSource('server/floor/x.ts', "import type { Db } from '#db/client.ts'\nexport type X = Db")
    expect(findForbidden([bad])).toEqual(['server/floor/x.ts -> db/client.ts'])
  })

  it('catches an adapter that looks inside', () => {
    const bad = readSource('server/adapters/x.ts', "export * from '../ingest/create-ingest.ts'")
    expect(findForbidden([bad])).toEqual(['server/adapters/x.ts -> server/ingest/create-ingest.ts'])
  })

  it('follows browser code to the database over a helper', () => {
    const page = readSource(
      'app/a/client.tsx',
      "'use client'\nimport { b } from './b.ts'\nexport const A = () => <p>{b}</p>",
    )
    const helper = readSource('app/a/b.ts', "import { read } from '#db/queries/q.ts'\nexport const b = read()")
    expect(findLeaks([page, helper])).toEqual(['app/a/client.tsx -> app/a/b.ts -> db/queries/q.ts'])
  })

  it('finds a ring', () => {
    const a = readSource('db/a.ts', "import { b } from './b.ts'\nexport const a = b")
    const b = readSource('db/b.ts', "import { a } from './a.ts'\nexport const b = a")
    expect(findRings([a, b])).toEqual(['db/a.ts -> db/b.ts -> db/a.ts'])
  })
})
