import type { DraftProblem } from '#server/domain/playbook/draft.ts'
import { type Playbook, playbookSchema } from '#server/domain/playbook/playbook.ts'

/** A file's playbook, or what is wrong with it and where. A file must make sense whole: nobody typed it here. */
export const readPlaybookFile = (
  text: string,
): { ok: true; playbook: Playbook } | { ok: false; problems: DraftProblem[] | 'noJson' } => {
  let value: unknown
  try {
    value = JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch {
    return { ok: false, problems: 'noJson' }
  }
  const read = playbookSchema.safeParse(value)
  if (read.success) return { ok: true, playbook: read.data }
  const problems = read.error.issues.map(({ path, message }) => ({ path: path as (string | number)[], message }))
  return { ok: false, problems }
}
