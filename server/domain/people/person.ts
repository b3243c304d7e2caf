import { type Identity, identityAt } from './identity.ts'

/**
 * People known by their 工号 stand beside the agents of feeds, under this in place of a feed and their 工号 in place of the
 * feed's id for them. No feed has this id.
 */
export const PEOPLE = ''

/** [from, to) in epoch ms; `to` null while it lasts. */
export type MembershipSpan = { teamId: string; from: number; to: number | null }

/** What the organisation keeps of an agent of a feed, or of a person. */
export type KnownAgent = {
  agentNo: string
  name?: string
  spans: readonly MembershipSpan[]
  /** Who it was when, in order; empty for people. */
  identities: readonly Identity[]
}

export type ResolvedPerson = { agentNo: string; name?: string; teamIds: readonly string[]; isIdentified?: true }

const NO_TEAMS: readonly string[] = []

const teamsAt = (spans: readonly MembershipSpan[], at: number): readonly string[] => {
  const current = spans.filter((span) => span.from <= at && (span.to === null || at < span.to))
  return current.length === 0 ? NO_TEAMS : current.map((span) => span.teamId)
}

/**
 * Who was behind an agent of a feed at `at`: the person identified there, with their own name and team; a person nobody has
 * placed has the team of where they sit. Without an identity it is who the feed's id says. The database answers the same by
 * `person_at`.
 */
export const resolvePerson = (
  agent: KnownAgent | undefined,
  findPerson: (agentNo: string) => KnownAgent | undefined,
  at: number,
): ResolvedPerson | undefined => {
  if (!agent) return undefined
  const own = teamsAt(agent.spans, at)
  const identity = identityAt(agent.identities, at)
  if (!identity) return { agentNo: agent.agentNo, name: agent.name, teamIds: own }
  const person = findPerson(identity.agentNo)
  const teams = teamsAt(person?.spans ?? [], at)
  return {
    agentNo: identity.agentNo,
    name: person?.name,
    teamIds: teams.length > 0 ? teams : own,
    isIdentified: true,
  }
}
