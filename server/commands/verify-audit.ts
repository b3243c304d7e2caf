import type { Verb } from './command.ts'

/** Computes the audit's chain anew and says how far it holds. */
export const verifyAudit: Verb<'audit:verify'> = {
  permission: 'audit.read',
  run: async (_body, _viewer, parts) => ({ verdict: await parts.verifyAudit() }),
}
