import type { Clock } from '#server/clock.ts'
import type { Judgements } from '#server/domain/feed/judgements.ts'

/** Judging gets so much of each turn, that a burst may keep verdicts waiting and never acknowledgements. Milliseconds. */
const TURN_MS = 100
const SHARE_MS = 60

export type JudgeTurns = {
  /** From now on: whether the share of a turn is used up. */
  enough(): () => boolean
  stop(): void
}

/** Judges the calls that changed, turn by turn, while `mayJudge`; `judged` is told after each turn. */
export const takeJudgeTurns = (parts: {
  clock: Clock
  judgements: Judgements
  mayJudge(): boolean
  judged(): void
}): JudgeTurns => {
  const { clock, judgements } = parts
  const enough = () => {
    const until = clock.now() + SHARE_MS
    return () => clock.now() >= until
  }
  const stop = clock.every(TURN_MS, () => {
    if (judgements.waitingCount === 0 || !parts.mayJudge()) return
    judgements.judgeWaiting(enough())
    parts.judged()
  })
  return { enough, stop }
}
