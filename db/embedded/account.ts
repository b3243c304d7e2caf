import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, statSync } from 'node:fs'
import { CodedError } from '#server/errors.ts'

/** Who runs the PostgreSQL processes. Empty: whoever runs this program. */
export type Account = { uid?: number; gid?: number }

const findUser = (name: string): Account | undefined => {
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((l) => l.startsWith(`${name}:`))
  const [, , uid, gid] = line?.split(':') ?? []
  return uid && gid ? { uid: Number(uid), gid: Number(gid) } : undefined
}

/**
 * PostgreSQL refuses to run as root, so root lends the cluster to `postgres`, or `nobody` where there is none. A cluster
 * that exists keeps the owner it has.
 */
export const chooseAccount = (cluster: string): Account => {
  const me = process.getuid?.()
  if (me === undefined) return {}
  if (existsSync(cluster)) {
    const { uid, gid } = statSync(cluster)
    if (uid === me && me !== 0) return {}
    if (me === 0 && uid !== 0) return { uid, gid }
    if (me !== 0) {
      throw new CodedError(
        'config',
        `The database in ${cluster} belongs to user id ${uid} and you are ${me}: start as that user, or move the folder away.`,
      )
    }
  }
  if (me !== 0) return {}
  const account = findUser('postgres') ?? findUser('nobody')
  if (account) return account
  throw new CodedError(
    'config',
    'PostgreSQL does not run as root and there is no user postgres or nobody: start as another user, or set DATABASE_URL.',
  )
}

/** True when the account can start `program`. */
export const canRun = (account: Account, program: string): boolean =>
  account.uid === undefined || spawnSync(program, ['--version'], { ...account, cwd: '/', stdio: 'ignore' }).status === 0

/** True when every folder on the way to `folder`, and the folder itself, is open to the account. */
export const canReach = (account: Account, folder: string): boolean =>
  account.uid === undefined ||
  spawnSync('/bin/sh', ['-c', 'test -x "$0"', folder], { ...account, cwd: '/' }).status === 0
