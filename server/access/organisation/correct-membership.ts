import { findOpenTeam } from '#db/queries/find-open-team.ts'
import { lockMemberships } from '#db/queries/lock-memberships.ts'
import { replaceMembership } from '#db/writes/replace-membership.ts'
import { type Correction, checkCorrection, type Membership } from '../../domain/people/membership.ts'
import { CodedError } from '../../errors.ts'
import { type Doer, type OrganisationParts, organise, type Tx } from './organise.ts'

type Given = { feed: string; agentId: string; old: number | null; next: Membership | null }

const nameOf = async (tx: Tx, teamId: string): Promise<string | undefined> =>
  (await tx<{ name: string }[]>`select name from team where id = ${teamId}`)[0]?.name

const refuse = async (tx: Tx, check: Exclude<Correction, { ok: true }>): Promise<never> => {
  if (check.why === 'gone') {
    throw new CodedError('conflict', 'This membership was changed meanwhile.', { reason: { key: 'membershipGone' } })
  }
  if (check.why === 'empty') {
    throw new CodedError('bad_request', 'A membership ends after it begins.', { reason: { key: 'membershipEmpty' } })
  }
  const team = (await nameOf(tx, check.with.teamId)) ?? check.with.teamId
  throw new CodedError('conflict', `It overlaps the time in ${team}.`, {
    reason: { key: 'membershipOverlap', params: { team } },
  })
}

/** Puts one membership of an agent right: team, begin, end; adds one that was missing; takes one away. */
export const correctMembership = (parts: OrganisationParts, doer: Doer, given: Given): Promise<object> =>
  organise(parts, doer, async (tx) => {
    const { feed, agentId, old, next } = given
    const spans = await lockMemberships(tx, feed, agentId)
    if (!spans) throw new CodedError('not_found', 'There is no such agent.', { reason: { key: 'agentGone' } })
    if (next && (await nameOf(tx, next.teamId)) === undefined) {
      throw new CodedError('not_found', 'There is no such team.', { reason: { key: 'teamGone' } })
    }
    // A closed team may have had somebody once, and has nobody now.
    if (next && next.to === null && !(await findOpenTeam(tx, next.teamId))) {
      throw new CodedError('conflict', 'A closed team has nobody now.', { reason: { key: 'teamGone' } })
    }
    const check = checkCorrection(spans, old, next)
    if (!check.ok) return refuse(tx, check)
    await replaceMembership(tx, { feedId: feed, agentId, old, next })
    const before = spans.find(({ from }) => from === old) ?? null
    const note = { action: 'membership.correct', subject: `agent:${feed}/${agentId}`, detail: { before, after: next } }
    return { result: {}, note }
  })
