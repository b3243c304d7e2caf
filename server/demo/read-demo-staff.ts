import { spawnSync } from 'node:child_process'
import { CodedError } from '../errors.ts'

export type DemoAgent = { agentId: string; team: string }

export const SIMULATE = ['server/adapters/cli.ts', 'simulate']

/** Who works on the made-up floor, in which team, as the demo feed itself says it. */
export const readDemoStaff = (options: readonly string[]): DemoAgent[] => {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--import', 'tsx', ...SIMULATE, '--print', '--seconds', '1', ...options],
    { encoding: 'utf8', maxBuffer: 256 * 1024 * 1024 },
  )
  if (status !== 0) throw new CodedError('bad_request', stderr.trim())
  return stdout
    .split('\n')
    .filter((line) => line.includes('"agent.profile"'))
    .map((line) => JSON.parse(line) as { agentId: string; data: { team?: string } })
    .flatMap(({ agentId, data }) => (data.team ? [{ agentId, team: data.team }] : []))
}
