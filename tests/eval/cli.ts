import path from 'node:path'
import { parseArgs } from 'node:util'
import { BadFile } from './read-calls.ts'

const USAGE = `usage: npm run eval -- steps|escalation FILE [options]
       npm run eval -- alerts [FILE]
  steps       steps told from speech alone, against the labels of a file (tests/eval/sets/README.md), beside two baselines,
              and with wrong characters, swapped speakers and lost segments; the last line is one of JSON
                --seed S              which harm is done (default 1)
  escalation  level of a complaint told from the customer's words, against \`peak\` on the last line of each call, and with
              wrong characters; the last line is one of JSON
                --seed S              as above
  alerts      what one supervisor is called for over planned traffic whose faults are known, and how much time is left to act;
              FILE is tests/eval/sets/traffic.json unless given; the last line is one of JSON`

const say = (line: string) => void process.stdout.write(`${line}\n`)

const EVALS: Record<string, (file: string, seed: string) => Promise<object>> = {
  async steps(file, seed) {
    const { evalSteps } = await import('./steps.ts')
    return evalSteps(file, seed, say)
  },
  async escalation(file, seed) {
    const { evalEscalation } = await import('./escalation.ts')
    return evalEscalation(file, seed, say)
  },
  async alerts(file) {
    const { evalAlerts } = await import('./alerts/eval-alerts.ts')
    return evalAlerts(file, say)
  },
}
const DEFAULT_FILES: Partial<Record<string, string>> = {
  alerts: path.join(import.meta.dirname, 'sets/traffic.json'),
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
  const [name = '', file = DEFAULT_FILES[name]] = read?.positionals ?? []
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
