import { expect, test } from 'vitest'
import { quantile, spreadOf } from '#tests/bench/quantile.ts'

test('A quantile is the smallest value that enough others do not exceed', () => {
  const values = [40, 10, 30, 20]
  expect(quantile(values, 0.5)).toBe(20)
  expect(quantile(values, 0.75)).toBe(30)
  expect(quantile(values, 0.76)).toBe(40)
  expect(quantile(values, 1)).toBe(40)
  expect(quantile([], 0.5)).toBeNaN()
})

test('A spread says how many samples it rests on and rounds to a tenth', () => {
  expect(spreadOf([1.04, 2.06])).toEqual({ samples: 2, p50Ms: 1, p95Ms: 2.1, p98Ms: 2.1, p99Ms: 2.1, maxMs: 2.1 })
})
