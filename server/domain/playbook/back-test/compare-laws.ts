import type { Call, Verdict } from '../../call/call.ts'
import { judge } from '../../call/judge.ts'
import type { RuleSet } from '../../rules.ts'
import type { Playbook } from '../playbook.ts'

/** One verdict under two playbooks; absent where the one finds nothing. */
export type VerdictPair = { before?: Verdict; after?: Verdict }

/** An ended call owes nothing more: everything that was due is judged, also what is still worked on after it. */
const THE_END = Number.POSITIVE_INFINITY

/** What two playbooks find wrong with one ended call, verdict by verdict; all else they are judged by is the same. */
export const compareLaws = (call: Call, playbooks: { before: Playbook; after: Playbook }, rules: RuleSet) => {
  const find = (playbook: Playbook) => judge(call, { playbook, rules }, THE_END).verdicts
  const pairs = new Map<string, VerdictPair>(find(playbooks.before).map((before) => [before.key, { before }]))
  for (const after of find(playbooks.after)) pairs.set(after.key, { ...pairs.get(after.key), after })
  return [...pairs.values()]
}
