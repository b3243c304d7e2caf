import { afterEach, expect, it } from 'vitest'
import { shippedPlaybook } from '#server/domain/playbook/load.ts'
import { createBackTests } from '#server/jobs/back-test/create-back-tests.ts'
import type { BackTests } from '#server/protocol/back-test.ts'
import { testBook } from '#tests/support/law-book.ts'
import { createManualClock } from '#tests/support/manual-clock.ts'
import { waitFor } from '#tests/support/wait-for.ts'

const before = shippedPlaybook()
const order = { before, after: { ...before, version: 2 }, revision: 4, calls: 100, by: '王经理' }
const FOREVER = 'setInterval(() => {}, 1000)'

let tests: BackTests
afterEach(() => tests.close())

/** With a thread that runs this instead of a back-test. */
const open = (code: string) => {
  const logged: string[] = []
  const log = (_: object, message: string) => void logged.push(message)
  tests = createBackTests({
    databaseUrl: 'postgres://nobody@127.0.0.1:1/nothing',
    clock: createManualClock(),
    logger: { info: log, error: log },
    book: testBook(),
    orders: () => new Map(),
    script: new URL(`data:text/javascript,${encodeURIComponent(code)}`),
  })
  return { tests, logged }
}
const state = () => tests.status()?.state

it('[BACK-6] a thread that breaks, or ends without a word, is a back-test that failed, and the next may start', async () => {
  const { logged } = open("throw new Error('out of everything')")
  await tests.start(async () => order)
  await waitFor(() => state() === 'failed')
  expect(tests.status()).toMatchObject({
    state: 'failed',
    reason: { key: 'backTestBroken' },
    by: '王经理',
    revision: 4,
  })
  expect(logged).toEqual(['a back-test broke off'])
  expect(await tests.start(async () => order)).toMatchObject({ state: 'running' })
  await waitFor(() => state() === 'failed')

  open('process.exit(0)')
  await tests.start(async () => order)
  await waitFor(() => state() === 'failed')
})

it('[BACK-6] the place is taken while one prepares, and given back when it is refused', async () => {
  open(FOREVER)
  const refused = tests.start(() => Promise.reject(new Error('no draft')))
  await expect(tests.start(async () => order)).rejects.toMatchObject({
    code: 'conflict',
    reason: { key: 'backTestRuns' },
  })
  await expect(refused).rejects.toThrow('no draft')
  expect(tests.status()).toBeNull()
  const { id } = await tests.start(async () => order)
  await expect(tests.start(async () => order)).rejects.toMatchObject({ code: 'conflict' })
  await tests.cancel(id)
  expect(state()).toBe('cancelled')
  expect(await tests.start(async () => order)).toMatchObject({ state: 'running' })
})

it('[BACK-6] tells how far it is', async () => {
  open(`import { parentPort } from 'node:worker_threads'; parentPort.postMessage({ done: 50, total: 80 }); ${FOREVER}`)
  await tests.start(async () => order)
  await waitFor(() => tests.status()?.done === 50)
  expect(tests.status()).toMatchObject({ state: 'running', done: 50, total: 80 })
})

it('[BACK-6] without its database it fails', { timeout: 60_000 }, async () => {
  tests = createBackTests({
    databaseUrl: 'postgres://nobody@127.0.0.1:1/nothing',
    clock: createManualClock(),
    logger: { info: () => {}, error: () => {} },
    book: testBook(),
    orders: () => new Map(),
  })
  await tests.start(async () => order)
  await waitFor(() => state() === 'failed')
})
