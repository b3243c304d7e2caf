import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** `npm test`: every kind of test, cheapest first, stopping at the first that fails; the last line counts them. */
const scratch = mkdtempSync(join(tmpdir(), 'linewarden-test-'))
const report = (name: string) => join(scratch, `${name}.json`)

const vitest = (project: string) => [
  'vitest run',
  `--project ${project}`,
  `--reporter=default --reporter=json --outputFile.json=${report(project)}`,
]

const STEPS: readonly (readonly [name: string, command: string])[] = [
  ['format, lint, types, dead code', 'biome ci && tsc && knip'],
  ['unit', vitest('unit').join(' ')],
  ['build', 'next build'],
  ['integration', vitest('integration').join(' ')],
  ['browser', 'tsx tests/support/find-browser.ts && playwright test -c tests/e2e/playwright.config.ts'],
]

const env = {
  ...process.env,
  PATH: `${join(process.cwd(), 'node_modules/.bin')}:${process.env.PATH}`,
  NEXT_TELEMETRY_DISABLED: '1',
  BROWSER_REPORT: report('browser'),
}

type Counts = { passed: number; failed: number; skipped: number }

const readCounts = (name: string): Counts | undefined => {
  try {
    const json = JSON.parse(readFileSync(report(name), 'utf8'))
    return name === 'browser'
      ? { passed: json.stats.expected, failed: json.stats.unexpected, skipped: json.stats.skipped }
      : { passed: json.numPassedTests, failed: json.numFailedTests, skipped: json.numPendingTests }
  } catch {
    return undefined
  }
}

const main = (): number => {
  for (const [name, command] of STEPS) {
    console.log(`\n== ${name}`)
    const began = performance.now()
    const { status } = spawnSync('bash', ['-c', command], { stdio: 'inherit', env })
    console.log(`== ${name}: ${status === 0 ? 'ok' : 'FAILED'} in ${Math.round((performance.now() - began) / 1000)} s`)
    if (status !== 0) return 1
  }
  return 0
}

const code = main()
const total: Counts = { passed: 0, failed: 0, skipped: 0 }
console.log('')
for (const name of ['unit', 'integration', 'browser']) {
  const counts = readCounts(name)
  console.log(
    counts
      ? `${name}: ${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`
      : `${name}: not run`,
  )
  for (const key of ['passed', 'failed', 'skipped'] as const) total[key] += counts?.[key] ?? 0
}
console.log(`total: ${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`)
rmSync(scratch, { recursive: true, force: true })
process.exit(code)
