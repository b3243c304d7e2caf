import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { readCalls } from '#tests/eval/read-calls.ts'
import { evalSteps } from '#tests/eval/steps.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'eval-'))
afterAll(() => rmSync(folder, { recursive: true }))

const fileOf = (...lines: (object | string)[]): string => {
  const file = path.join(folder, `${lines.length}-${JSON.stringify(lines).length}.jsonl`)
  writeFileSync(file, lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n'))
  return file
}

const line = { callId: 'a', role: 'agent', text: '您好很高兴为您服务' }

test.each([
  ['is no JSON', fileOf(line, '{'), 'line 2: this is not JSON'],
  ['has a role nobody has', fileOf({ ...line, role: 'ghost' }), 'line 1: role'],
  ['has a step that is none', fileOf(line, line, { ...line, step: 'greeting' }), 'line 3: step'],
  ['is empty', fileOf(''), 'there is no utterance'],
  ['is not there', path.join(folder, 'none.jsonl'), 'none.jsonl'],
])('a file of calls that %s is refused with its place', (_, file, said) => {
  expect(() => readCalls(file)).toThrow(said)
})

test('calls without times, ends or most labels are measured, by the steps they have', () => {
  const file = fileOf(
    { ...line, step: 'opening' },
    { callId: 'a', role: 'customer', text: '我想查一下话费', need: true },
    { callId: 'a', role: 'agent', text: '请稍等我帮您查一下' },
    { callId: 'a', role: 'agent', text: '感谢您的来电再见', step: 'closing' },
  )
  const said: string[] = []
  const result = evalSteps(file, '1', (text) => said.push(text))
  expect(result).toMatchObject({ eval: 'steps', macroF1: 1, falseSkips: 0, skips: undefined })
  expect(said.join('\n')).toContain('position only')
})
