import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { type OverturnedCall, toLabelLines } from '#server/domain/labels.ts'
import { readCalls } from '#tests/eval/read-calls.ts'
import { evalSteps } from '#tests/eval/steps.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'labels-'))
afterAll(() => rmSync(folder, { recursive: true }))

const AT = Date.UTC(2026, 10, 2, 1)
const word = (second: number, role: 'agent' | 'customer' | 'ivr', text: string) => ({
  role,
  text,
  at: AT + second * 1000,
})
const CALL: OverturnedCall = {
  feedId: 'pbx',
  callId: 'c1',
  answeredAt: AT,
  direction: 'inbound',
  scenario: 'inquiry',
  clearCause: 'agent_hangup',
  overturned: [
    { rule: 'step_skipped', step: 'confirmation', reason: '客户已说听明白了' },
    { rule: 'action_missed', action: 'NEED_VERIFY', reason: '系统里已核验' },
  ],
  words: [
    word(-5, 'ivr', '本次通话将被录音'),
    word(1, 'agent', '您好，工号3082为您服务，请问有什么可以帮您'),
    word(6, 'customer', '我想查一下这个月的话费'),
    word(12, 'agent', '帮您查到这个月话费是五十九元，都是套餐费'),
    word(20, 'customer', '哦知道了'),
    word(24, 'agent', '感谢您的来电，再见'),
  ],
}

const write = (name: string, calls: readonly OverturnedCall[]) => {
  const file = path.join(folder, name)
  writeFileSync(
    file,
    calls
      .flatMap(toLabelLines)
      .map((line) => JSON.stringify(line))
      .join('\n'),
  )
  return file
}

test('[DISP-7] the exported file is read by the evaluation: the words in order, and on the last line what was overturned', () => {
  const [call] = readCalls(write('calls.jsonl', [CALL]))
  expect(call).toMatchObject({
    callId: 'pbx/c1',
    scenario: 'inquiry',
    direction: 'inbound',
    end: 'agent_hangup',
    overturned: CALL.overturned,
  })
  expect(call?.lines.map(({ turn, role, atMs }) => [turn, role, atMs])).toEqual([
    [1, 'agent', 1000],
    [2, 'customer', 6000],
    [3, 'agent', 12_000],
    [4, 'customer', 20_000],
    [5, 'agent', 24_000],
  ])
  expect(call?.lines.filter(({ step, overturned }) => step || overturned)).toHaveLength(1)
})

test('[DISP-7] a step whose skip was overturned counts as there, so that skipping it again is found', () => {
  const said: string[] = []
  const before = evalSteps(write('without.jsonl', [{ ...CALL, overturned: [] }]), '1', () => {})
  const after = evalSteps(write('with.jsonl', [CALL]), '1', (line) => said.push(line))
  expect(before.falseSkips).toBe(0)
  expect(after.falseSkips).toBe(1)
  expect(said.join('\n')).toContain('called skipped, but there: pbx/c1 confirmation')
})

test('[DISP-7] a call whose words are gone leaves no line', () => {
  expect(toLabelLines({ ...CALL, words: [] })).toEqual([])
  expect(toLabelLines({ ...CALL, answeredAt: null, scenario: null, clearCause: null })[0]).not.toHaveProperty('atMs')
})
