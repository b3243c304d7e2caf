import { RESERVED_TYPES } from '../domain/event.ts'
import type { FeedOrigin } from '../domain/words.ts'

/** What a companion may say; a name ending in `.` stands for all types below it. The owner says anything not reserved. */
const COMPANION_TYPES: Record<Exclude<FeedOrigin, 'owner'>, readonly string[]> = {
  asr: ['transcript.', 'signal.'],
  crm: ['call.fact', 'scenario.tagged', 'complaint.level', 'step.'],
  desktop: ['step.', 'call.fact', 'help.', 'scenario.tagged', 'complaint.level'],
}

const covers = (rule: string, type: string) => (rule.endsWith('.') ? type.startsWith(rule) : type === rule)

/** Why this origin may not send the type, or undefined. */
export const refuseType = (origin: FeedOrigin, type: string): string | undefined => {
  if (RESERVED_TYPES.has(type)) return `${type} is written by the server only`
  if (origin === 'owner' || COMPANION_TYPES[origin].some((rule) => covers(rule, type))) return undefined
  return `a companion of kind ${origin} may not send ${type}`
}
