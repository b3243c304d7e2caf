import { writeFileSync } from 'node:fs'
import { PassThrough } from 'node:stream'
import { text } from 'node:stream/consumers'
import { afterAll, expect, test } from 'vitest'
import { runFold } from '#server/adapters/fold-cli.ts'
import { DEFAULT_SETTINGS } from '#server/domain/settings.ts'
import { T0 } from '#tests/support/entries.ts'
import { call } from '#tests/support/scenario.ts'
import { makeFolder } from './program-harness.ts'

const folder = makeFolder()
afterAll(folder.clean)

const fold = async (...argv: string[]) => {
  const [stdin, stdout, stderr] = [new PassThrough(), new PassThrough(), new PassThrough()]
  const code = await runFold(argv, { stdin, stdout, stderr })
  stdout.end()
  stderr.end()
  return { code, out: await text(stdout), said: await text(stderr) }
}

/** A log as the server exports it, of a call of 20 minutes pinned to version 2 of the settings. */
const pinnedLog = () => {
  const log = folder.file('log.jsonl')
  const pin = { playbook: 1, rules: 1, settings: 2 }
  const raised = {
    key: 'long_call|c1-s1|talk',
    rule: 'long_call' as const,
    dueAt: new Date(T0 + 900_000).toISOString(),
  }
  const entries = call()
    .queued(0, 'vip')
    .answers(5, '1001')
    .at(6, 'call.pinned', pin, { source: 'server', epoch: 'server' })
    .at(900, 'alert.raised', raised, { source: 'server', epoch: 'server' })
    .hangsUp(1200, 'customer')
    .entries()
  const lines = entries.map(({ feedId, epoch, source, origin, position, event }) =>
    JSON.stringify({ v: 1, feedId, epoch, source, origin, position, ...event }),
  )
  writeFileSync(log, lines.join('\n'))
  return log
}

const VIP = { kind: 'queue', key: 'vip', scenario: 'inquiry' } as const

test('[FOLD-13] an exported log is judged by the versions its calls are pinned to, when they are given', async () => {
  const file = folder.file('settings.json')
  const mapped = { ...DEFAULT_SETTINGS, version: 2, scenarioMap: [VIP] }
  const later = { ...DEFAULT_SETTINGS, version: 3, scenarioMap: [] }
  writeFileSync(file, JSON.stringify([DEFAULT_SETTINGS, mapped, later]))
  const { code, out, said } = await fold(pinnedLog(), '--as', 'alerts', '--settings', file)
  expect([code, said]).toEqual([0, ''])
  expect(out).toMatch(/long_call\|c1-s1\|talk,long_call,major,.*,over,/)
})

test('[FOLD-13] of versions nobody gave it says so', async () => {
  const { code, out, said } = await fold(pinnedLog(), '--as', 'alerts')
  expect(code).toBe(0)
  expect(out).toContain('refuted')
  expect(said).toBe('fold: 1 calls were judged by version 2 of the settings, here by version 1: give --settings FILE\n')
})

test.each([
  ['{"version": 1', /settings\.json: .*JSON/],
  ['{"version": 1}', /settings\.json: .*scenarioMap/s],
  ['[]', /settings\.json: /],
])('settings %s are refused with the file and the reason', async (given, reason) => {
  const file = folder.file('settings.json')
  writeFileSync(file, given)
  const { code, said } = await fold(pinnedLog(), '--as', 'calls', '--settings', file)
  expect(code).toBe(1)
  expect(said).toMatch(reason)
})
