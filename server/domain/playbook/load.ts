import { type Playbook, playbookSchema } from './playbook.ts'
import shipped from './playbook.v1.json' with { type: 'json' }

let parsed: Playbook | undefined

/** The flows the product ships with, checked once; installations may hold later versions of their own. */
export const shippedPlaybook = (): Playbook => {
  parsed ??= playbookSchema.parse(shipped)
  return parsed
}
