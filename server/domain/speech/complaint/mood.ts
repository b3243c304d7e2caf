/** From when to when something heard holds, epoch ms. */
export type Run = { from: number; to: number }

/** A mood is over when less than this is left of what was said in it. */
const LEFT = 0.5

/**
 * How long a mood holds: each time adds 1, and half of what there is goes in a half-life. `times` rise. `fed` are times
 * of outside signs: they feed a mood that is there and never begin one.
 */
export const moodRuns = (times: readonly number[], fed: readonly number[], halfLifeMs: number): Run[] => {
  const runs: Run[] = []
  const terms = [...times.map((at) => ({ at, isOwn: true })), ...fed.map((at) => ({ at, isOwn: false }))]
  terms.sort((a, b) => a.at - b.at || Number(b.isOwn) - Number(a.isOwn))
  let amount = 0
  let since = 0
  for (const { at, isOwn } of terms) {
    const last = runs.at(-1)
    if (last && at < last.to) {
      amount = amount * 2 ** ((since - at) / halfLifeMs) + 1
      last.to = at + halfLifeMs * Math.log2(amount / LEFT)
    } else if (isOwn) {
      amount = 1
      runs.push({ from: at, to: at + halfLifeMs * Math.log2(amount / LEFT) })
    } else continue
    since = at
  }
  return runs
}
