import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { getAccess } from '#server/access/auth.ts'
import { ROOT } from './door.ts'
import { CALL, FEED } from './floor.ts'

/** Pages and handlers of the build, by the paths they answer. */
export const listBuilt = (): string[] => {
  const manifest = readFileSync(path.join(ROOT, '.next/app-path-routes-manifest.json'), 'utf8')
  return Object.values(JSON.parse(manifest) as Record<string, string>)
}

const FILES = /^(page|route)\.tsx?$/
const GROUP = /^\(.*\)$/

/** The same as the folder has them: a build of before does not count. */
export const listWritten = (folder = path.join(ROOT, 'app'), at = ''): string[] =>
  readdirSync(folder, { withFileTypes: true }).flatMap((item) => {
    const { name } = item
    if (FILES.test(name)) return [at || '/']
    if (!item.isDirectory()) return []
    return listWritten(path.join(folder, name), GROUP.test(name) ? at : `${at}/${name}`)
  })

/** A path somebody could type for a page of the build. */
export const concrete = (page: string): string => page.replace('[feedId]', FEED).replace('[callId]', CALL)

type Endpoint = { path?: string; options?: { method?: string | readonly string[] } }

/** Everything the sign-in library could answer, as method and path; and what it keeps for code of the server. */
export const listAuth = (): { paths: string[]; inward: string[] } => {
  const endpoints = Object.entries(getAccess().auth.api as unknown as Record<string, Endpoint>)
  const methods = ({ options }: Endpoint) => [options?.method ?? 'GET'].flat()
  return {
    paths: endpoints.flatMap(([, one]) => (one.path ? methods(one).map((method) => `${method} ${one.path}`) : [])),
    inward: endpoints.filter(([, { path }]) => !path).map(([name]) => name),
  }
}

/** What is wrong with a table that must have one row for each of `found` and no other; empty when nothing is. */
export const judgeRows = (table: object, found: readonly string[], file: string): string[] => [
  ...found.filter((name) => !Object.hasOwn(table, name)).map((name) => `${name}: add a row in ${file}`),
  ...Object.keys(table)
    .filter((name) => !found.includes(name))
    .map((name) => `${name}: there is no such thing any more, take its row out of ${file}`),
]
