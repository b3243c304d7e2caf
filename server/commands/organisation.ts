import type { Permission } from '../domain/may.ts'
import { canPlaceAgents, type Viewer } from '../domain/viewer.ts'
import { CodedError } from '../errors.ts'
import type { PEOPLE_REQUESTS } from '../protocol/requests/people.ts'
import type { RequestBody } from '../protocol/requests.ts'
import type { Verb } from './command.ts'

export type PeopleRequest = keyof typeof PEOPLE_REQUESTS

/** Who does it and when (epoch ms); `name` as people read it. */
export type Doing = { at: number; actor: { kind: Viewer['kind']; id: string }; name: string }

/** Writes a change of the organisation and its line in the audit in one transaction, and says what came of it. */
export type OrganisationDesk = {
  readonly [N in PeopleRequest]: (body: RequestBody<N>, who: Doing) => Promise<object>
}

/** Who runs the centre sees all of it: somebody with a part of the teams would move agents they cannot see. */
const change = <N extends PeopleRequest>(name: N, permission: Permission): Verb<N> => ({
  permission,
  run(body, viewer, { organisation, clock }) {
    if (!canPlaceAgents(viewer)) throw new CodedError('forbidden', 'Only who sees every team may change them.')
    return organisation[name](body, {
      at: clock.now(),
      actor: { kind: viewer.kind, id: viewer.id },
      name: viewer.name,
    })
  },
})

export const ORGANISATION_VERBS: { readonly [N in PeopleRequest]: Verb<N> } = {
  'site:save': change('site:save', 'organisation.edit'),
  'site:close': change('site:close', 'organisation.edit'),
  'team:save': change('team:save', 'organisation.edit'),
  'team:close': change('team:close', 'organisation.edit'),
  'team:set-queues': change('team:set-queues', 'organisation.edit'),
  'team:import': change('team:import', 'organisation.edit'),
  'agent:place': change('agent:place', 'agent.place'),
  'agent:import': change('agent:import', 'agent.place'),
  'membership:correct': change('membership:correct', 'agent.place'),
  'scenario:map': change('scenario:map', 'scenario.map'),
}
