import { once } from 'node:events'
import { createWriteStream, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { finished } from 'node:stream/promises'
import { listFeeds } from '#db/queries/list-feeds.ts'
import { loadLawBook } from '#db/queries/load-law-book.ts'
import { readLog } from '#db/queries/read-log.ts'
import { appendAudit } from '../access/audit.ts'
import type { StoredEntry } from '../domain/event-log.ts'
import { CodedError } from '../errors.ts'
import { type AdminCommand, type AdminIo, expectArguments, parseOptions } from './admin-io.ts'

const BATCH = 2_000

/** One line of an exported log: the event with what the log knows of it. */
const toLine = ({ feedId, epoch, source, origin, position, receivedAt, event }: StoredEntry): string =>
  JSON.stringify({ v: 1, feedId, epoch, source, origin, position, receivedAt, ...event })

/** What calls were judged by, each file a list of versions as `npm run fold` takes it. */
const writeVersions = async (io: AdminIo, dir: string): Promise<void> => {
  const { playbooks, rules, settings } = await loadLawBook(io.database.sql)
  mkdirSync(dir, { recursive: true })
  for (const [kind, versions] of Object.entries({ playbook: playbooks, rules, settings }))
    writeFileSync(join(dir, `${kind}.json`), `${JSON.stringify([...versions.values()], null, 2)}\n`)
}

const exportLog: AdminCommand = {
  usage: 'log export FEED [--out FILE] [--versions DIR]',
  async run(argv, io) {
    const { sql } = io.database
    const { values, positionals } = parseOptions(argv, { out: { type: 'string' }, versions: { type: 'string' } })
    const [feedId] = expectArguments(positionals, 'FEED')
    const feed = (await listFeeds(sql)).find((one) => one.feedId === feedId)
    if (!feed) throw new CodedError('not_found', `There is no feed ${feedId}.`)

    // Before the first line leaves: whoever takes them away is known even if this is stopped in the middle.
    await appendAudit(sql, {
      at: io.clock.now(),
      actor: io.actor,
      action: 'log.export',
      subject: `feed:${feedId}`,
      detail: { upTo: feed.position },
    })
    if (values.versions) await writeVersions(io, values.versions)
    const out = values.out ? createWriteStream(values.out) : process.stdout
    let after = 0
    let lines = 0
    while (after < feed.position) {
      const entries = (await readLog(sql, feedId, after, BATCH)).filter(({ position }) => position <= feed.position)
      const last = entries.at(-1)
      if (!last) break
      if (!out.write(`${entries.map(toLine).join('\n')}\n`)) await once(out, 'drain')
      after = last.position
      lines += entries.length
    }
    if (out !== process.stdout) {
      out.end()
      await finished(out)
      io.print(`${lines} entries written to ${values.out}`)
    }
  },
}

export const LOG_COMMANDS = { export: exportLog }
