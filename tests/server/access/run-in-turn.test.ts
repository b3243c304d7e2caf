import { expect, it } from 'vitest'
import { runInTurn } from '#server/access/run-in-turn.ts'

const start = () => {
  const runs: { end: () => void; fail: () => void }[] = []
  const ask = runInTurn(
    () => new Promise<void>((end, fail) => void runs.push({ end, fail: () => fail(new Error('away')) })),
  )
  return { runs, ask }
}
const settle = () => new Promise((done) => setImmediate(done))

it('one runs, one waits, and whoever asks meanwhile is answered by the one that waits', async () => {
  const { runs, ask } = start()
  const first = ask()
  await settle()
  const later = [ask(), ask(), ask()]
  await settle()
  expect(runs).toHaveLength(1)
  runs[0]?.end()
  await first
  await settle()
  expect(runs).toHaveLength(2)
  runs[1]?.end()
  await Promise.all(later)
  await settle()
  expect(runs).toHaveLength(2)
})

it('a run that fails fails its own askers and not the next', async () => {
  const { runs, ask } = start()
  const first = ask()
  await settle()
  const second = ask()
  runs[0]?.fail()
  await expect(first).rejects.toThrow('away')
  await settle()
  runs[1]?.end()
  await second
  expect(runs).toHaveLength(2)
})
