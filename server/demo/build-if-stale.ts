import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { CodedError } from '../errors.ts'

/** Everything the pages are built from. */
const SOURCES = [
  'app',
  'db/client.ts',
  'db/queries',
  'server/access',
  'server/domain',
  'server/protocol',
  'next.config.js',
  'package-lock.json',
  'tsconfig.json',
]

const filesOf = (path: string): string[] =>
  statSync(path).isDirectory()
    ? readdirSync(path)
        .toSorted()
        .flatMap((name) => filesOf(join(path, name)))
    : [path]

const hashSources = (root: string): string => {
  const hash = createHash('sha256')
  for (const source of SOURCES)
    for (const file of filesOf(join(root, source))) hash.update(file.slice(root.length)).update(readFileSync(file))
  return hash.digest('hex')
}

/** Builds the pages unless the build there is was made from these very sources. Throws `CodedError('config')`. */
export const buildIfStale = (root: string, say: (line: string) => void): void => {
  const stamp = join(root, '.next', 'built-from')
  const wanted = hashSources(root)
  if (existsSync(join(root, '.next', 'BUILD_ID')) && existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return
  say('Building the pages; this takes a minute …')
  const { status, stdout, stderr } = spawnSync('npx', ['next', 'build'], {
    cwd: root,
    encoding: 'utf8',
    shell: false,
  })
  if (status !== 0) throw new CodedError('config', `The pages could not be built:\n${stdout}${stderr}`)
  writeFileSync(stamp, wanted)
}
