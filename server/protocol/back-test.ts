import type { BackTestExample, BackTestReport } from '../domain/playbook/back-test/report.ts'
import type { Playbook } from '../domain/playbook/playbook.ts'
import type { Reason } from './reason.ts'

/** How many of the calls stored last a back-test may be run over. */
export const BACK_TEST_SIZES = [100, 1_000, 10_000] as const

export type BackTestOrder = {
  before: Playbook
  after: Playbook
  /** Of the draft that is `after`. */
  revision: number
  calls: number
  by: string
}

/** A back-test as its page sees it. */
export type BackTestStatus = {
  id: string
  by: string
  revision: number
  /** Version of the playbook it was compared with. */
  over: number
  /** Calls asked for. */
  calls: number
  startedAt: number
  /** Time of this answer by the same clock; epoch ms. */
  now: number
  done: number
  /** Calls there are to read; undefined until they are listed. */
  total?: number
} & (
  | { state: 'running' | 'cancelled' }
  | { state: 'done'; endedAt: number; report: BackTestReport }
  | { state: 'failed'; reason: Reason }
)

/** Runs back-tests beside the server's work: one at a time, the last one kept until the next. */
export type BackTests = {
  /**
   * Takes the only place, has `prepare` say what to run, and starts it. Throws `CodedError('conflict')` while another one
   * runs; what `prepare` throws gives the place back.
   */
  start(prepare: () => Promise<BackTestOrder>): Promise<BackTestStatus>
  status(): BackTestStatus | null
  /** What was kept of one line; undefined for another back-test, or one that is not done. */
  examples(id: string, line: string): readonly BackTestExample[] | undefined
  /** Ends the one that runs, if it is this one. */
  cancel(id: string): Promise<void>
  close(): Promise<void>
}

/** A call in which a line of the result changes, with who that was then. */
export type ExampleCall = Omit<BackTestExample, 'agentId'> & { agentNo?: string; name?: string }
