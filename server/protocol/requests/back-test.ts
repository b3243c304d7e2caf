import { z } from 'zod'
import { BACK_TEST_SIZES } from '../back-test.ts'

const id = z.string().min(1).max(80)

/** The draft of the flows over calls that were stored; one back-test a server, its answer asked for until it is there. */
export const BACK_TEST_REQUESTS = {
  /** `revision` of the draft, `over` the version it is compared with, `calls` how many of those stored last. */
  'playbook:back-test': z.strictObject({
    revision: z.int().min(0),
    over: z.int().min(1),
    calls: z.literal(BACK_TEST_SIZES),
  }),
  'playbook:back-test-progress': z.strictObject({}),
  /** Calls in which a line of the result changes. */
  'playbook:back-test-calls': z.strictObject({ id, line: z.string().min(1).max(300) }),
  'playbook:back-test-cancel': z.strictObject({ id }),
} as const
