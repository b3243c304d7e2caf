/**
 * One run at a time, and at most one that waits: whoever asks while one runs is answered by the next, which began after
 * they asked. A failed run fails those who asked for it and nobody else.
 */
export const runInTurn = (run: () => Promise<void>): (() => Promise<void>) => {
  let running: Promise<void> = Promise.resolve()
  let waiting: Promise<void> | undefined
  return () => {
    waiting ??= running
      .catch(() => {})
      .then(() => {
        waiting = undefined
        running = run()
        return running
      })
    return waiting
  }
}

/** Runs what it is given one after the other; a failed one fails nobody else. */
export const createTurns = () => {
  let last: Promise<unknown> = Promise.resolve()
  return (run: () => Promise<void>): Promise<void> => {
    const next = last.then(run)
    last = next.catch(() => {})
    return next
  }
}
