import { parseArgs } from 'node:util'
import { killApp } from './kill-app.ts'

const USAGE = `usage: npm run chaos -- kill-app [--rounds N] [--seed S] [--agents N] [--speed N]
  kill-app   SIGKILL of the server at random moments under load`

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rounds: { type: 'string', default: '20' },
    seed: { type: 'string', default: '1' },
    agents: { type: 'string', default: '300' },
    speed: { type: 'string', default: '4' },
  },
})

if (positionals[0] !== 'kill-app') {
  process.stderr.write(`${USAGE}\n`)
  process.exitCode = 2
} else {
  const options = {
    rounds: Number(values.rounds),
    seed: values.seed,
    agents: Number(values.agents),
    speed: Number(values.speed),
  }
  const result = await killApp(options, (line) => process.stdout.write(`${line}\n`))
  process.stdout.write(`${JSON.stringify(result)}\n`)
  process.exitCode = result.lost === 0 && result.duplicated === 0 && result.floorEqual ? 0 : 1
}
