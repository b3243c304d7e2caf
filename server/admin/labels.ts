import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { finished } from 'node:stream/promises'
import { listOverturnedCalls } from '#db/queries/list-overturned-calls.ts'
import { appendAudit } from '../access/audit.ts'
import { toLabelLines } from '../domain/labels.ts'
import { type AdminCommand, expectArguments, parseOptions } from './admin-io.ts'

const BATCH = 200

const exportLabels: AdminCommand = {
  usage: 'labels export [--out FILE]',
  async run(argv, io) {
    const { sql } = io.database
    const { values, positionals } = parseOptions(argv, { out: { type: 'string' } })
    expectArguments(positionals)
    // Before the first word leaves: whoever takes them away is known even if this is stopped in the middle.
    await appendAudit(sql, {
      at: io.clock.now(),
      actor: io.actor,
      action: 'labels.export',
      subject: 'export:labels',
      detail: { format: 'jsonl' },
    })
    const out = values.out ? createWriteStream(values.out) : process.stdout
    let after: { feedId: string; callId: string } | null = null
    let labelled = 0
    let wordless = 0
    for (;;) {
      const calls = await listOverturnedCalls(sql, after, BATCH)
      for (const call of calls) {
        const lines = toLabelLines(call)
        if (lines.length === 0) wordless += 1
        else labelled += 1
        for (const line of lines) if (!out.write(`${JSON.stringify(line)}\n`)) await once(out, 'drain')
      }
      after = calls.at(-1) ?? null
      if (calls.length < BATCH) break
    }
    if (out === process.stdout) return
    out.end()
    await finished(out)
    io.print(`${labelled} calls written to ${values.out}; of ${wordless} more no words are kept`)
  },
}

export const LABEL_COMMANDS = { export: exportLabels }
