/** The value below which the share `q` (0 to 1) of `values` lies; NaN for none. */
export const quantile = (values: readonly number[], q: number): number => {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.ceil(q * sorted.length) - 1)] ?? Number.NaN
}

const round = (value: number) => Math.round(value * 10) / 10

/** `p98Ms` is what Web Vitals judge a page's answer to input by. */
export type Spread = { samples: number; p50Ms: number; p95Ms: number; p98Ms: number; p99Ms: number; maxMs: number }

export const spreadOf = (values: readonly number[]): Spread => ({
  samples: values.length,
  p50Ms: round(quantile(values, 0.5)),
  p95Ms: round(quantile(values, 0.95)),
  p98Ms: round(quantile(values, 0.98)),
  p99Ms: round(quantile(values, 0.99)),
  maxMs: round(quantile(values, 1)),
})

export const describeSpread = (name: string, { samples, p50Ms, p95Ms, p98Ms, p99Ms, maxMs }: Spread) =>
  `${name}: p50 ${p50Ms} ms, p95 ${p95Ms} ms, p98 ${p98Ms} ms, p99 ${p99Ms} ms, longest ${maxMs} ms (${samples} samples)`
