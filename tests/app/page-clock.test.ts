import { describe, expect, test } from 'vitest'
import { createPageClock } from '#app/_live/page-clock.ts'
import { createManualTime } from './local-time.ts'

const SERVER = 1_700_000_000_250

describe('the clock of a page', () => {
  test('knows no time before the server has spoken', () => {
    const { time } = createManualTime()
    expect(createPageClock(time).now()).toBeUndefined()
  })

  test('runs on from what the server said', () => {
    const { time, advance } = createManualTime()
    const clock = createPageClock(time)
    clock.sync(SERVER)
    advance(1500)
    expect(clock.now()).toBe(SERVER + 1500)
  })

  test('trusts the least delayed reading', () => {
    const { time, advance } = createManualTime()
    const clock = createPageClock(time)
    clock.sync(SERVER - 400)
    advance(1000)
    clock.sync(SERVER + 1000)
    advance(1000)
    clock.sync(SERVER + 2000 - 250)
    expect(clock.now()).toBe(SERVER + 2000)
  })

  test('beats once on each whole second of the server, for all listeners together', () => {
    const { time, advance } = createManualTime()
    const clock = createPageClock(time)
    clock.sync(SERVER)
    const beats: string[] = []
    clock.onBeat(() => beats.push(`a${Math.floor((clock.now() ?? 0) / 1000)}`))
    clock.onBeat(() => beats.push(`b${Math.floor((clock.now() ?? 0) / 1000)}`))
    advance(2000)
    const first = Math.floor(SERVER / 1000) + 1
    expect(beats).toEqual([`a${first}`, `b${first}`, `a${first + 1}`, `b${first + 1}`])
  })

  test('shows the right time at once when the page is looked at again', () => {
    const { time, sleep } = createManualTime()
    const clock = createPageClock(time)
    clock.sync(SERVER)
    let shown: number | undefined
    clock.onBeat(() => {
      shown = clock.now()
    })
    sleep(600_000)
    expect(shown).toBe(SERVER + 600_000)
  })

  test('after a sleep the local counter did not see, the next reading sets it right', () => {
    const { time, advance } = createManualTime()
    const clock = createPageClock(time)
    for (let second = 0; second < 30; second++) {
      clock.sync(SERVER + second * 1000)
      advance(1000)
    }
    clock.sync(SERVER + 3_600_000)
    expect(clock.now()).toBe(SERVER + 3_600_000)
  })

  test('forgets an earlier server on reset', () => {
    const { time } = createManualTime()
    const clock = createPageClock(time)
    clock.sync(SERVER)
    clock.reset()
    clock.sync(SERVER - 60_000)
    expect(clock.now()).toBe(SERVER - 60_000)
  })
})
