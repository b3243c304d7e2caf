import type { Call } from '../call/call.ts'
import type { Law } from '../call/judge.ts'
import type { Playbook } from '../playbook/playbook.ts'
import type { RuleSet } from '../rules.ts'
import type { FloorSettings } from '../settings.ts'

/** Every version still in use, and which are current for new calls. */
export type LawBook = {
  playbooks: ReadonlyMap<number, Playbook>
  rules: ReadonlyMap<number, RuleSet>
  settings: ReadonlyMap<number, FloorSettings>
  current: { playbook: number; rules: number; settings: number }
}

const pick = <T>(versions: ReadonlyMap<number, T>, wanted: number | undefined, current: number): T => {
  const found = (wanted === undefined ? undefined : versions.get(wanted)) ?? versions.get(current)
  if (!found) throw new Error(`no version ${current} among ${[...versions.keys()].join(', ')}`)
  return found
}

type Pinned = Pick<Call, 'pinned'>

export const rulesOf = (book: Pick<LawBook, 'rules' | 'current'>, call: Pinned | undefined): RuleSet =>
  pick(book.rules, call?.pinned?.rules, book.current.rules)

/** A call is judged by the versions it was pinned to, before that by the current ones. */
export const lawOf = (book: LawBook, call: Pinned | undefined): Law => ({
  playbook: pick(book.playbooks, call?.pinned?.playbook, book.current.playbook),
  rules: rulesOf(book, call),
})

export const settingsOf = (book: Pick<LawBook, 'settings' | 'current'>, call: Pinned | undefined): FloorSettings =>
  pick(book.settings, call?.pinned?.settings, book.current.settings)
