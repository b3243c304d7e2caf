import { parseArgs } from 'node:util'
import { BadFile } from './read-calls.ts'

const USAGE = `usage: npm run eval -- escalation FILE [options]
  escalation  level of a complaint told from the customer's words, against \`peak\` on the last line of each call
              (tests/eval/sets/README.md), and with wrong characters; the last line is one of JSON
                --seed S            which characters go wrong (default 1)`

const say = (line: string) => void process.stdout.write(`${line}\n`)

const EVALS: Record<string, (file: string, seed: string) => Promise<object>> = {
  async escalation(file, seed) {
    const { evalEscalation } = await import('./escalation.ts')
    return evalEscalation(file, seed, say)
  },
}

const readArguments = () => {
  try {
    return parseArgs({ allowPositionals: true, options: { seed: { type: 'string', default: '1' } } })
  } catch {
    return undefined
  }
}

const run = async (): Promise<number> => {
  const read = readArguments()
  const [name = '', file] = read?.positionals ?? []
  const evaluate = EVALS[name]
  if (!read || !evaluate || !file) {
    process.stderr.write(`${USAGE}\n`)
    return 2
  }
  try {
    say(JSON.stringify(await evaluate(file, read.values.seed)))
    return 0
  } catch (error) {
    if (!(error instanceof BadFile)) throw error
    process.stderr.write(`${error.message}\n`)
    return 1
  }
}

process.exitCode = await run()
