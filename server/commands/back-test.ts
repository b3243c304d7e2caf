import type { AuditNote } from '../domain/audit-note.ts'
import type { Viewer } from '../domain/viewer.ts'
import type { BackTestStatus, ExampleCall } from '../protocol/back-test.ts'
import type { BACK_TEST_REQUESTS } from '../protocol/requests/back-test.ts'
import type { RequestBody } from '../protocol/requests.ts'
import { nameOf, noteOf } from './append-person-entry.ts'
import type { CommandParts, Verb } from './command.ts'
import { requireWhole } from './seats.ts'

export type BackTestRequest = keyof typeof BACK_TEST_REQUESTS

/** Back-tests of the draft. Throws `CodedError`. */
export type BackTestDesk = {
  /** Starts one and notes it; `by` as people read it. */
  start(body: RequestBody<'playbook:back-test'>, by: string, note: AuditNote): Promise<BackTestStatus>
  /** The one that runs or ran last on this server. */
  status(): BackTestStatus | null
  listCalls(id: string, line: string): ExampleCall[]
  cancel(id: string): Promise<void>
}

/** Calls of every team are in it. */
const ofAll = <N extends BackTestRequest>(
  act: (body: RequestBody<N>, viewer: Viewer, parts: CommandParts) => Promise<object>,
): Verb<N> => ({
  permission: 'playbook.edit',
  async run(body, viewer, parts) {
    requireWhole(viewer)
    return act(body, viewer, parts)
  },
})

export const BACK_TEST_VERBS: { readonly [N in BackTestRequest]: Verb<N> } = {
  'playbook:back-test': ofAll(async (body, viewer, parts) => {
    const note = noteOf(parts, viewer, { action: 'playbook.back_test', subject: 'playbook:draft', detail: { ...body } })
    return { test: await parts.backTests.start(body, nameOf(viewer), note) }
  }),
  'playbook:back-test-progress': ofAll(async (_, _viewer, { backTests }) => ({ test: backTests.status() })),
  'playbook:back-test-calls': ofAll(async ({ id, line }, _, { backTests }) => ({
    calls: backTests.listCalls(id, line),
  })),
  'playbook:back-test-cancel': ofAll(async ({ id }, _, { backTests }) => {
    await backTests.cancel(id)
    return { test: backTests.status() }
  }),
}
