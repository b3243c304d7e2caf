import { parseArgs } from 'node:util'
import { benchIngest } from './ingest.ts'

const USAGE = `usage: npm run bench -- ingest [--events N]
  ingest   full path against the best raw batched insert of the same rows, interleaved; N events a part (default 20000)`

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { events: { type: 'string', default: '20000' } },
})

if (positionals[0] !== 'ingest') {
  process.stderr.write(`${USAGE}\n`)
  process.exitCode = 2
} else {
  const result = await benchIngest(Number(values.events), (line) => process.stdout.write(`${line}\n`))
  process.stdout.write(`${JSON.stringify(result)}\n`)
}
