import { describe, expect, it } from 'vitest'
import { createLogger } from '#server/logger.ts'

const log = (write: (logger: ReturnType<typeof createLogger>) => void): string => {
  const lines: string[] = []
  write(createLogger('trace', { write: (line: string) => void lines.push(line) }))
  return lines.join('')
}

describe('the log', () => {
  it('hides a number in a message', () => {
    expect(log((logger) => logger.info('caller 13812345678 hung up'))).not.toContain('13812345678')
  })

  it('hides a number spoken in Chinese', () => {
    expect(log((logger) => logger.info({ text: '我的号码是一三八一二三四五六七八' }, 'x'))).not.toContain(
      '一二三四五六七八',
    )
  })

  it('hides numbers, parameters and secrets of an error that carries them', () => {
    const error = Object.assign(new Error('duplicate key (number)=(+86 138 1234 5678)'), {
      detail: 'Key (masked)=(13812345678) exists',
      parameters: ['13812345678'],
      token: 'lw_abc',
    })
    const line = log((logger) => logger.error({ err: error, feedId: 'pbx' }, 'append failed'))
    expect(line).not.toMatch(/1381234|138 1234|lw_abc/)
    expect(JSON.parse(line)).toMatchObject({ feedId: 'pbx', msg: 'append failed', err: { type: 'Error' } })
  })

  it('keeps identifiers and days whole', () => {
    expect(log((logger) => logger.info({ day: '2026-01-05' }, 'x'))).toContain('"day":"2026-01-05"')
    expect(log((logger) => logger.info({ callId: '1734567890.123' }, 'x'))).toContain('"callId":"1734567890.123"')
  })
})
