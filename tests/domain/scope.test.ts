import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { callSubject, type Owners, ownedAt } from '#server/domain/call-scope.ts'
import { canSee } from '#server/domain/viewer.ts'
import type { CallView } from '#server/protocol/call-view.ts'
import { scopeCallView } from '#server/protocol/scope-call-view.ts'
import { arbitraryOrganisation, callsOf, TEAMS } from '#tests/domain/arbitrary-organisation.ts'
import { callSegment, callView } from '#tests/support/call-view.ts'
import { viewerOf } from '#tests/support/viewers.ts'

const RUNS = { numRuns: 300 }
const AT = Date.UTC(2026, 0, 5, 1)

describe('[SCOPE-5] whose a call is', () => {
  const owners: Owners = {
    agentTeams: (agentId, at) => (agentId === 'moved' ? [at < AT + 60_000 ? 'a' : 'b'] : []),
    queueTeams: (_queueId, at) => [at === undefined ? 'now' : at < AT + 60_000 ? 'a' : 'b'],
  }
  const teams = (more: Partial<CallView>) => callSubject(callView('c', more), owners).teamIds

  test('a segment belongs to the team its agent was in when it was answered', () => {
    expect(teams({ segments: [callSegment('moved', { answeredAt: AT + 59_999 })] })).toEqual(['a'])
    expect(teams({ segments: [callSegment('moved', { answeredAt: AT + 60_000 })] })).toEqual(['b'])
  })

  test('a call that waits belongs to the teams its queue has now, one that was given up to those it had then', () => {
    expect(teams({ queueVisits: [{ queueId: 'q', from: AT }] })).toEqual(['now'])
    const visit = { queueId: 'q', from: AT, to: AT + 30_000 }
    expect(teams({ queueVisits: [{ ...visit, outcome: 'abandoned' }] })).toEqual(['a'])
    expect(teams({ queueVisits: [{ ...visit, to: AT + 90_000, outcome: 'timeout' }] })).toEqual(['b'])
  })

  test('a call that was answered belongs to who answered, not to everybody of the queue', () => {
    const answered = { queueId: 'q', from: AT, to: AT + 90_000, outcome: 'answered' }
    expect(teams({ queueVisits: [answered], segments: [callSegment('moved')] })).toEqual(['a'])
    expect(teams({ queueVisits: [answered], segments: [callSegment('nobody')] })).toEqual([])
  })
})

describe('[SCOPE-6] over any organisation, what a supervisor of some teams can see', () => {
  test('never is a call that only other teams had', () => {
    fc.assert(
      fc.property(arbitraryOrganisation, fc.subarray([...TEAMS]), (organisation, own) => {
        const viewer = viewerOf('supervisor', own)
        for (const view of callsOf(organisation)) {
          const segmentTeams = view.segments.flatMap((s) => organisation.agentTeams(s.agentId, ownedAt(s, view)))
          const waits = view.queueVisits.filter(({ outcome }) => outcome !== 'answered')
          const waitTeams = waits.flatMap((visit) => organisation.queueTeams(visit.queueId, visit.to ?? view.clearedAt))
          const isTheirs = [...segmentTeams, ...waitTeams].some((team) => (own as string[]).includes(team))
          expect(canSee(viewer, callSubject(view, organisation))).toBe(isTheirs)
        }
      }),
      RUNS,
    )
  })

  test('holds no word and no name of a segment that is not theirs', () => {
    fc.assert(
      fc.property(arbitraryOrganisation, fc.subarray([...TEAMS]), (organisation, own) => {
        const viewer = viewerOf('supervisor', own)
        for (const view of callsOf(organisation)) {
          if (!canSee(viewer, callSubject(view, organisation))) continue
          const sent = JSON.stringify(scopeCallView(view, viewer, organisation.agentTeams))
          for (const segment of view.segments) {
            const teams = organisation.agentTeams(segment.agentId, ownedAt(segment, view))
            const isTheirs = teams.some((team) => (own as string[]).includes(team))
            if (!isTheirs) expect(sent).not.toContain(`name-of-${segment.segmentId};`)
            if (!isTheirs) expect(sent).not.toContain(`said-in-${segment.segmentId};`)
          }
        }
      }),
      RUNS,
    )
  })

  test('is everything for those who see all', () => {
    fc.assert(
      fc.property(arbitraryOrganisation, (organisation) => {
        const viewer = viewerOf('manager', 'all')
        for (const view of callsOf(organisation)) {
          expect(canSee(viewer, callSubject(view, organisation))).toBe(true)
          expect(scopeCallView(view, viewer, organisation.agentTeams)).toEqual(view)
        }
      }),
      RUNS,
    )
  })

  test('is nothing for those who were given no team', () => {
    fc.assert(
      fc.property(arbitraryOrganisation, (organisation) => {
        for (const view of callsOf(organisation))
          expect(canSee(viewerOf('supervisor', []), callSubject(view, organisation))).toBe(false)
      }),
      RUNS,
    )
  })
})
