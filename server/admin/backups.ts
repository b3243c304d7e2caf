import { createReadStream, createWriteStream, existsSync, renameSync, rmSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { finished } from 'node:stream/promises'
import { createGunzip, createGzip } from 'node:zlib'
import { readBackup } from '#db/backup/read-backup.ts'
import { writeBackup } from '#db/backup/write-backup.ts'
import { openDatabase } from '#db/client.ts'
import { appendAudit } from '../access/audit.ts'
import { CodedError } from '../errors.ts'
import { type AdminCommand, expectArguments, parseOptions } from './admin-io.ts'

export const BACKUP_COMMAND: AdminCommand = {
  usage: 'backup FILE',
  async run(argv, io) {
    const [file] = expectArguments(parseOptions(argv, {}).positionals, 'FILE')
    if (existsSync(file)) throw new CodedError('conflict', `${file} is there already: choose another name.`)
    const { sql } = io.database
    const at = io.clock.now()
    await appendAudit(sql, { at, actor: io.actor, action: 'backup', subject: 'database' })
    const part = `${file}.part`
    const gzip = createGzip()
    const out = createWriteStream(part, { mode: 0o600, flags: 'wx' })
    gzip.pipe(out)
    try {
      const madeAt = new Date(at).toISOString()
      const rows = await writeBackup(sql, gzip, {
        madeAt,
        secretMark: io.secretMark,
        onTable: (name, count) => count > 0 && io.print(`${name}  ${count}`),
      })
      gzip.end()
      await finished(out)
      renameSync(part, file)
      io.print(`${rows} rows written to ${file}`)
      io.print(
        'The secret (SECRET, or DATA_DIR/secret) is not in it. Keep it elsewhere: without it sealed numbers stay sealed.',
      )
    } catch (error) {
      out.destroy()
      rmSync(part, { force: true })
      throw error
    }
  },
}

export const RESTORE_COMMAND: AdminCommand = {
  usage: 'restore FILE',
  async run(argv, io) {
    const [file] = expectArguments(parseOptions(argv, {}).positionals, 'FILE')
    if (!existsSync(file)) throw new CodedError('not_found', `There is no file ${file}.`)
    if (io.isServed) throw new CodedError('conflict', 'The server runs on this database: stop it first.')
    const gunzip = createGunzip()
    const source = createReadStream(file)
    source.on('error', (error) => gunzip.destroy(error))
    const lines = createInterface({ input: source.pipe(gunzip), crlfDelay: Number.POSITIVE_INFINITY })
    gunzip.on('error', () => lines.close())
    const owner = openDatabase(io.ownerUrl, { role: null, max: 1 })
    try {
      const { manifest, rows } = await readBackup(owner.sql, lines[Symbol.asyncIterator](), (table, count) => {
        if (count > 0) io.print(`${table}  ${count}`)
      })
      io.print(`${rows} rows restored, as of ${manifest.madeAt}`)
      if (manifest.secretMark !== io.secretMark)
        io.print('The secret here is another one than there: put the old one back, or sealed numbers stay sealed.')
    } catch (error) {
      const isTorn = error instanceof Error && 'code' in error && String(error.code).startsWith('Z_')
      throw isTorn ? new CodedError('bad_request', `${file} is damaged or was cut off.`, { cause: error }) : error
    } finally {
      lines.close()
      await owner.close()
    }
    await appendAudit(io.database.sql, { at: io.clock.now(), actor: io.actor, action: 'restore', subject: 'database' })
  },
}
