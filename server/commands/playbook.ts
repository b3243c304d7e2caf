import { canPlaceAgents } from '../domain/viewer.ts'
import { CodedError } from '../errors.ts'
import type { PLAYBOOK_REQUESTS } from '../protocol/requests/playbook.ts'
import type { RequestBody } from '../protocol/requests.ts'
import type { Verb } from './command.ts'
import type { Doing } from './organisation.ts'

export type PlaybookRequest = keyof typeof PLAYBOOK_REQUESTS

/** Writes a change of the draft, or the next version, with its line in the audit in one transaction. */
export type PlaybookDesk = {
  readonly [N in PlaybookRequest]: (body: RequestBody<N>, who: Doing) => Promise<object>
}

/** The flows are everybody's: who runs a part of the teams reads them. */
const change = <N extends PlaybookRequest>(name: N): Verb<N> => ({
  permission: 'playbook.edit',
  run(body, viewer, { playbooks, clock }) {
    if (!canPlaceAgents(viewer)) throw new CodedError('forbidden', 'Only who sees every team may change the flows.')
    return playbooks[name](body, {
      at: clock.now(),
      actor: { kind: viewer.kind, id: viewer.id },
      name: viewer.name,
    })
  },
})

export const PLAYBOOK_VERBS: { readonly [N in PlaybookRequest]: Verb<N> } = {
  'playbook:start-draft': change('playbook:start-draft'),
  'playbook:save-draft': change('playbook:save-draft'),
  'playbook:discard-draft': change('playbook:discard-draft'),
  'playbook:publish': change('playbook:publish'),
}
