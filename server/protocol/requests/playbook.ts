import { z } from 'zod'
import { textSchema } from '../../domain/ids.ts'
import { draftEditsSchema } from '../../domain/playbook/draft.ts'

/** The draft as the page last saw it; another one is a conflict. */
const revision = z.int().min(0)
const version = z.int().min(1)

/** The one draft of the next version of the flows. */
export const PLAYBOOK_REQUESTS = {
  /** From a version that was published; in the place of the draft there is. */
  'playbook:start-draft': z.strictObject({ revision, version }),
  'playbook:save-draft': z.strictObject({ revision, edits: draftEditsSchema }),
  'playbook:discard-draft': z.strictObject({ revision }),
  /** `over`: the version the draft was compared with. */
  'playbook:publish': z.strictObject({ revision, over: version, note: textSchema(500).default('') }),
} as const
