import type { PlacementRow } from '../../domain/people/plan-placements.ts'
import type { TeamRow } from '../../domain/people/plan-teams.ts'
import type { ImportStage } from '../../protocol/imports.ts'
import type { RequestBody } from '../../protocol/requests.ts'
import { correctMembership } from './correct-membership.ts'
import { type ImportAnswer, importPlacements, importTeams } from './imports.ts'
import { mapScenarios } from './map-scenarios.ts'
import type { Doer, OrganisationParts } from './organise.ts'
import { placeAgents } from './place-agents.ts'
import { closeSite, saveSite } from './sites.ts'
import { closeTeam, saveTeam, setTeamQueues } from './teams.ts'

type Person = Doer & { name: string }

/** Everything people change of the organisation, by the name of the request. */
export const createOrganisationDesk = (parts: OrganisationParts & { imports: ImportStage }) => {
  const receive = async <R extends { line: number }>(
    kind: 'teams' | 'agents',
    { upload, rows, step }: { upload: string; rows: readonly R[]; step: 'more' | 'preview' | 'apply' },
    who: Person,
    run: (given: { rows: readonly R[]; apply: boolean }) => Promise<ImportAnswer>,
  ): Promise<object> => {
    const owner = `${kind} ${who.actor.kind} ${who.actor.id}`
    const all = parts.imports.add(owner, upload, rows)
    if (step === 'more') return { received: all.length }
    const answer = await run({ rows: all, apply: step === 'apply' })
    if (step === 'apply') parts.imports.forget(owner)
    return answer
  }

  return {
    'site:save': (body: RequestBody<'site:save'>, who: Person) => saveSite(parts, who, body),
    'site:close': (body: RequestBody<'site:close'>, who: Person) => closeSite(parts, who, body),
    'team:save': (body: RequestBody<'team:save'>, who: Person) => saveTeam(parts, who, body),
    'team:close': (body: RequestBody<'team:close'>, who: Person) => closeTeam(parts, who, body),
    'team:set-queues': (body: RequestBody<'team:set-queues'>, who: Person) => setTeamQueues(parts, who, body),
    'team:import': (body: RequestBody<'team:import'>, who: Person) =>
      receive<TeamRow>('teams', body, who, (given) => importTeams(parts, who, given)),
    'agent:place': (body: RequestBody<'agent:place'>, who: Person) => placeAgents(parts, who, body),
    'agent:import': (body: RequestBody<'agent:import'>, who: Person) =>
      receive<PlacementRow>('agents', body, who, (given) => importPlacements(parts, who, given)),
    'membership:correct': (body: RequestBody<'membership:correct'>, who: Person) => correctMembership(parts, who, body),
    'scenario:map': (body: RequestBody<'scenario:map'>, who: Person) => mapScenarios(parts, who, body),
  }
}
