import type { DraftProblem } from '#server/domain/playbook/draft.ts'

export type ProblemKind =
  | 'limitsRise'
  | 'noAction'
  | 'noCondition'
  | 'noExemption'
  | 'noAbout'
  | 'circle'
  | 'twice'
  | 'noFact'
  | 'noCue'
  | 'cue'
  | 'choose'
  | 'addCue'
  | 'empty'
  | 'number'

const LIMITS = new Set(['dwellSec', 'talkSec', 'acwSec'])
const SECONDS = new Set(['min', 'target', 'warn', 'max', 'sec', 'withinSec', 'weight'])
/** Lists somebody chooses from. */
const CHOICES = new Set([
  'events',
  'causes',
  'kinds',
  'directions',
  'scenarios',
  'before',
  'after',
  'by',
  'evidence',
  'actions',
])

/** What is wrong at a place, by the place: each check of the playbook has a kind of place of its own. */
export const kindOfProblem = ({ path, message }: DraftProblem): ProblemKind | undefined => {
  const [last, before] = [path.at(-1), path.at(-2)]
  if (typeof last === 'string' && LIMITS.has(last)) return 'limitsRise'
  if (typeof last === 'string' && SECONDS.has(last)) return 'number'
  if (last === 'cue' || before === 'not') return 'cue'
  if (last === 'when') return 'noCondition'
  if (last === 'unless') return 'noExemption'
  if (last === 'about') return 'noAbout'
  if (last === 'id' || last === 'scenario' || last === 'n') return 'twice'
  if (last === 'events' && path[0] === 'actions') return 'noFact'
  if (last === 'cues' && path[0] === 'actions') return 'noCue'
  if (last === 'cues') return 'addCue'
  if (typeof last === 'string' && CHOICES.has(last) && path.length > 2) return 'choose'
  if (path[0] === 'orderings' && path.length === 2) return 'circle'
  if (message.startsWith('no action is called')) return 'noAction'
  return path.length > 1 ? 'empty' : undefined
}
