import type { Sql } from '#db/client.ts'
import type { AuditNote } from '../domain/audit-note.ts'
import { CodedError } from '../errors.ts'
import type { BackTests, ExampleCall } from '../protocol/back-test.ts'
import type { Directory } from '../protocol/floor-port.ts'
import type { RequestBody } from '../protocol/requests.ts'
import { appendAudit } from './audit.ts'
import { requirePublishable } from './playbook-draft.ts'

type Parts = { sql: Sql; backTests: BackTests; directory: Pick<Directory, 'find'> }

/** Starts back-tests of the draft as it is stored, and says whose the calls are in which one changes something. */
export const createBackTestDesk = ({ sql, backTests, directory }: Parts) => ({
  status: backTests.status,
  cancel: backTests.cancel,

  start: ({ revision, over, calls }: RequestBody<'playbook:back-test'>, by: string, note: AuditNote) =>
    backTests.start(() =>
      sql.begin(async (tx) => {
        const { next, current } = await requirePublishable(tx, revision, over)
        await appendAudit(tx, note)
        return { before: current, after: next, revision, calls, by }
      }),
    ),

  listCalls(id: string, line: string): ExampleCall[] {
    const examples = backTests.examples(id, line)
    if (!examples)
      throw new CodedError('not_found', 'This result is not here any more.', { reason: { key: 'backTestGone' } })
    return examples.map(({ agentId, ...example }) => {
      const person = agentId === undefined ? undefined : directory.find(example.feedId, agentId, example.at)
      return { ...example, agentNo: person?.agentNo ?? agentId, name: person?.name }
    })
  },
})
