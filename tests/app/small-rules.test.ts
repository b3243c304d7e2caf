import { describe, expect, test } from 'vitest'
import { callPath } from '#app/_call/call-path.ts'
import { pickLocale } from '#app/_i18n/locale.ts'
import { floorStateOf } from '#app/_ui/floor-state.ts'
import { formatClock, formatDuration } from '#app/_ui/format.ts'
import { paintStep } from '#app/_ui/paint-step.ts'
import { dwellOf, fillOf, listRibbonCells, pressureOf } from '#app/_ui/ribbon-model.ts'
import { CALL_PARAM } from '#app/(desk)/floor/search-params.ts'
import { localPath } from '#app/sign-in/local-path.ts'
import { AGENT_STATES, BUSY_SUBSTATES, STEPS } from '#server/domain/words.ts'

describe('the language', () => {
  test.each([
    [undefined, null, 'zh-CN'],
    [undefined, 'en-GB,en;q=0.9', 'en'],
    [undefined, 'zh-TW,en;q=0.9', 'zh-CN'],
    [undefined, 'de-DE,de;q=0.9', 'zh-CN'],
    [undefined, 'de,en;q=0.5,zh;q=0.8', 'zh-CN'],
    [undefined, 'zh;q=0,en', 'en'],
    ['en', 'zh-CN', 'en'],
    ['tlh', 'en', 'en'],
  ])('for cookie %s and wishes %s is %s', (cookie, wishes, locale) => {
    expect(pickLocale(cookie, wishes)).toBe(locale)
  })
})

describe('texts of time', () => {
  test.each([
    [0, '00:00'],
    [999, '00:00'],
    [61_000, '01:01'],
    [3_599_999, '59:59'],
    [3_600_000, '1:00:00'],
    [-5000, '00:00'],
  ])('%d ms reads %s', (ms, text) => {
    expect(formatDuration(ms)).toBe(text)
  })

  test('a moment is told in the zone of the site', () => {
    expect(formatClock(Date.UTC(2026, 0, 5, 16, 3, 9), 'Asia/Shanghai')).toBe('00:03:09')
  })
})

describe('the way back after sign-in', () => {
  test.each([
    ['/floor?team=a', '/floor?team=a'],
    ['/calls/f/c%2F1', '/calls/f/c%2F1'],
    [undefined, '/floor'],
    ['', '/floor'],
    ['https://evil.example/x', '/floor'],
    ['//evil.example/x', '/floor'],
    ['/\\evil.example', '/floor'],
    ['javascript:alert(1)', '/floor'],
    [['/a', '/b'], '/floor'],
  ])('for %s is %s', (next, path) => {
    expect(localPath(next)).toBe(path)
  })
})

describe('the address of a call', () => {
  test('survives any id', () => {
    expect(callPath('pbx/1', 'a b?c#d')).toBe('/calls/pbx%2F1/a%20b%3Fc%23d')
    for (const call of [
      { feed: 'pbx/1', callId: '1795323002.0/x%2F' },
      { feed: '50%', callId: 'a b?c#d' },
    ])
      expect(CALL_PARAM.call.parse(CALL_PARAM.call.serialize(call))).toEqual(call)
    expect(CALL_PARAM.call.serialize({ feed: 'pbx', callId: 'c/1' })).toBe('pbx/c/1')
  })

  test('is none when it is not two parts', () => {
    expect(CALL_PARAM.call.parse('only-one')).toBeNull()
    expect(CALL_PARAM.call.parse('/b')).toBeNull()
    expect(CALL_PARAM.call.parse('a/')).toBeNull()
  })
})

describe('the state of an agent', () => {
  test('has a word for each state and sub-state', () => {
    for (const state of AGENT_STATES)
      for (const sub of BUSY_SUBSTATES) expect(floorStateOf({ state, sub })).toBeDefined()
    expect(floorStateOf({ state: 'busy', sub: 'hold' })).toBe('hold')
    expect(floorStateOf({ state: 'ready', sub: 'talking' })).toBe('ready')
  })
})

describe('the ribbon', () => {
  const clock = { stepSince: 1000, stepWarnMs: 20_000, stepMaxMs: 40_000 }

  test('has five cells in order, unknown where the row says nothing', () => {
    const cells = listRibbonCells({ steps: [{ step: 'closing', status: 'done', lateDone: true }] })
    expect(cells.map((cell) => cell.step)).toEqual(STEPS)
    expect(cells.map((cell) => cell.status)).toEqual(['unknown', 'unknown', 'unknown', 'unknown', 'done'])
    expect(cells[4]?.isLate).toBe(true)
  })

  test('fills towards the limit and says when it is near and when it is over', () => {
    expect(dwellOf(clock, 11_000)).toBe(10_000)
    expect(fillOf(clock, 10_000)).toBe(0.25)
    expect(fillOf(clock, 99_000)).toBe(1)
    expect(fillOf({ stepSince: 1 }, 10_000)).toBeUndefined()
    expect([10_000, 20_000, 40_000].map((dwell) => pressureOf(clock, dwell))).toEqual(['calm', 'warn', 'over'])
  })

  test('stands still on hold and after the call', () => {
    expect(dwellOf({ ...clock, holdSince: 6000 }, 90_000)).toBe(5000)
    expect(dwellOf({ ...clock, endedAt: 9000 }, 90_000)).toBe(8000)
    expect(dwellOf({}, 90_000)).toBeUndefined()
  })

  test('takes its red back when the limit goes, though the time stands still', () => {
    const styles = new Map<string, string>()
    const style = {
      getPropertyValue: (name: string) => styles.get(name) ?? '',
      setProperty: (name: string, value: string | null) => void styles.set(name, value ?? ''),
    }
    const cell = { dataset: {} as DOMStringMap, style }
    const time = { textContent: '' }
    const held = { ...clock, holdSince: 61_000 }
    paintStep(cell, time, held, 90_000)
    expect([time.textContent, cell.dataset.pressure, Number(styles.get('--fill'))]).toEqual(['01:00', 'over', 1])
    paintStep(cell, time, { stepSince: held.stepSince, holdSince: held.holdSince }, 91_000)
    expect([time.textContent, cell.dataset.pressure, Number(styles.get('--fill'))]).toEqual(['01:00', 'calm', 0])
  })
})
