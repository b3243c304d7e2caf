import { setPriority } from 'node:os'
import { parentPort, workerData } from 'node:worker_threads'
import { openDatabase } from '#db/client.ts'
import { systemClock } from '../../clock.ts'
import { type BackTestJob, type BackTestOutcome, runBackTest } from './run-back-test.ts'

export type WorkerData = { databaseUrl: string; job: BackTestJob }
export type WorkerMessage = { done: number; total: number } | { outcome: BackTestOutcome }

const LOW_PRIORITY = 5
// Linux knows the priority of a thread; elsewhere this would be the whole server's.
if (process.platform === 'linux') setPriority(LOW_PRIORITY)

const { databaseUrl, job } = workerData as WorkerData
const say = (message: WorkerMessage) => parentPort?.postMessage(message)
const database = openDatabase(databaseUrl, { max: 1 })
try {
  const onProgress = (done: number, total: number) => say({ done, total })
  say({ outcome: await runBackTest(job, { sql: database.sql, clock: systemClock, onProgress }) })
} finally {
  await database.close()
}
