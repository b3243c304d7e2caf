import { describe, expect, it } from 'vitest'
import { addressKey, createAddressBudget, createAddressCount } from '#server/http/address-budget.ts'
import { createManualClock } from '#tests/support/manual-clock.ts'

describe('who answers for an address', () => {
  it.each([
    ['192.0.2.7', '192.0.2.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
    ['2001:DB8:1:2::9', '2001:db8:1:2'],
    ['2001:0db8:0001:0002:ffff::', '2001:db8:1:2'],
    ['2001:db8::9', '2001:db8:0:0'],
    ['::1', '0:0:0:0'],
    ['fe80::1%eth0', 'fe80:0:0:0'],
    ['1::', '1:0:0:0'],
    ['', ''],
  ])('%s: %s', (address, key) => {
    expect(addressKey(address)).toBe(key)
  })
})

describe('the budget of an address', () => {
  it('is its own, and new each minute', () => {
    const clock = createManualClock()
    const budget = createAddressBudget(clock, 2, 100)
    expect([1, 2, 3].map(() => budget.spend('a'))).toEqual([true, true, false])
    expect(budget.spend('b')).toBe(true)
    clock.advance(59_999)
    expect(budget.spend('a')).toBe(false)
    clock.advance(1)
    expect(budget.spend('a')).toBe(true)
  })

  it('is not renewed by spending beyond it', () => {
    const clock = createManualClock()
    const budget = createAddressBudget(clock, 1, 100)
    const answers = Array.from({ length: 13 }, () => {
      const answer = budget.spend('a')
      clock.advance(10_000)
      return answer
    })
    expect(answers.filter(Boolean)).toHaveLength(3)
  })

  it('takes bounded memory from a million addresses, and gives it back with the minute', () => {
    const clock = createManualClock()
    const budget = createAddressBudget(clock, 5, 1000)
    for (let i = 0; i < 1_000_000; i++) budget.spend(`10.${i >> 16}.${(i >> 8) & 255}.${i & 255}`)
    expect(budget.size()).toBe(1000)
    clock.advance(60_000)
    budget.spend('another')
    expect(budget.size()).toBe(1)
  })

  it('goes on when the clock is set back', () => {
    let now = 1_000_000
    const budget = createAddressBudget({ ...createManualClock(), now: () => now }, 1, 10)
    expect(budget.spend('a')).toBe(true)
    now = 0
    expect(budget.spend('a')).toBe(true)
    expect(budget.spend('a')).toBe(false)
  })
})

describe('how many an address has at once', () => {
  it('is bounded, and what is given back can be taken again', () => {
    const count = createAddressCount(2)
    expect([count.take('a'), count.take('a'), count.take('a'), count.take('b')]).toEqual([true, true, false, true])
    count.give('a')
    expect([count.take('a'), count.take('a')]).toEqual([true, false])
    for (let i = 0; i < 2; i++) count.give('a')
    expect([count.take('a'), count.take('a'), count.take('a')]).toEqual([true, true, false])
  })
})
