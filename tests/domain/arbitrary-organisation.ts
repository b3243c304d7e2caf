import fc from 'fast-check'
import type { Owners } from '#server/domain/call-scope.ts'
import type { CallView } from '#server/protocol/call-view.ts'
import { callSegment, callView } from '#tests/support/call-view.ts'

export const TEAMS = ['a', 'b', 'c'] as const
const AGENTS = ['1001', '1002', '2001', '2002', '3001'] as const
const QUEUES = ['complaint', 'billing'] as const
const AT = Date.UTC(2026, 0, 5, 1)
const HOUR = 3_600_000
/** A system that tells of a segment when the next has long begun. */
const LATE = 90_000

type Span = { teamId: string; from: number; to: number }
type Segment = { agent: string; from: number; lasts: number; helper?: { agent: string; role: 'assist' | 'consult' } }
type Visit = { queue: string; from: number; lasts: number; outcome: string | undefined }
export type Organisation = Owners & { segments: Segment[][]; visits: Visit[][] }

/** One team after another, with times in none. */
const arbitrarySpans: fc.Arbitrary<Span[]> = fc
  .array(
    fc.record({ teamId: fc.constantFrom(...TEAMS), gap: fc.nat(HOUR), lasts: fc.integer({ min: 1, max: 2 * HOUR }) }),
    {
      maxLength: 3,
    },
  )
  .map((parts) => {
    let at = AT - HOUR
    return parts.map(({ teamId, gap, lasts }) => {
      const from = at + gap
      at = from + lasts
      return { teamId, from, to: at }
    })
  })

const arbitraryQueueSpans = fc.array(
  fc.record({ teamId: fc.constantFrom(...TEAMS), from: fc.nat(HOUR), lasts: fc.integer({ min: 1, max: 2 * HOUR }) }),
  { maxLength: 3 },
)

const when = { from: fc.nat(2 * HOUR), lasts: fc.integer({ min: 1, max: HOUR / 2 }) }
/** Owners follow each other, at once or after a while; whoever helps one of them is somebody else. */
const arbitrarySegments: fc.Arbitrary<Segment[]> = fc
  .array(
    fc.record({
      agent: fc.constantFrom(...AGENTS),
      gap: fc.oneof(fc.constant(0), fc.nat(HOUR)),
      lasts: fc.integer({ min: 1, max: HOUR / 2 }),
      helper: fc.option(
        fc.record({ agent: fc.constantFrom(...AGENTS), role: fc.constantFrom('assist' as const, 'consult' as const) }),
      ),
    }),
    { maxLength: 4 },
  )
  .map((parts) => {
    let end = 0
    return parts.map(({ agent, gap, lasts, helper }) => {
      const from = end + gap
      end = from + lasts
      return { agent, from, lasts, helper: helper && helper.agent !== agent ? helper : undefined }
    })
  })

const arbitraryVisit = fc.record({
  queue: fc.constantFrom(...QUEUES),
  outcome: fc.constantFrom('answered', 'abandoned', 'timeout', undefined),
  ...when,
})

const at = (spans: readonly Span[], moment: number) =>
  spans.filter((span) => span.from <= moment && moment < span.to).map(({ teamId }) => teamId)

/** Agents who change teams, queues that change hands, and calls that go from one to another. */
export const arbitraryOrganisation: fc.Arbitrary<Organisation> = fc
  .record({
    agents: fc.tuple(...AGENTS.map(() => arbitrarySpans)),
    queues: fc.tuple(...QUEUES.map(() => arbitraryQueueSpans)),
    segments: fc.array(arbitrarySegments, { minLength: 1, maxLength: 4 }),
    visits: fc.array(fc.array(arbitraryVisit, { maxLength: 2 }), { minLength: 1, maxLength: 4 }),
  })
  .map(({ agents, queues, segments, visits }) => {
    const agentSpans = new Map(AGENTS.map((agent, index) => [agent as string, agents[index] ?? []]))
    const queueSpans = new Map(
      QUEUES.map((queue, index) => [
        queue as string,
        (queues[index] ?? []).map(({ teamId, from, lasts }) => ({ teamId, from: AT + from, to: AT + from + lasts })),
      ]),
    )
    return {
      segments,
      visits,
      agentTeams: (agentId, moment) => at(agentSpans.get(agentId) ?? [], moment),
      queueTeams: (queueId, moment = AT + HOUR) => at(queueSpans.get(queueId) ?? [], moment),
    }
  })

type Part = { segmentId: string; agent: string; role: 'owner' | 'assist' | 'consult'; from: number; lasts: number }

const partsOf = (segments: readonly Segment[], index: number): Part[] =>
  segments.flatMap(({ helper, ...owner }, n) => [
    { ...owner, role: 'owner' as const, segmentId: `s${index}.${n}` },
    ...(helper ? [{ ...owner, ...helper, segmentId: `s${index}.${n}.helper` }] : []),
  ])

/** The organisation's calls. Each segment's agent, words and reasons carry the segment's id. */
export const callsOf = ({ segments, visits }: Organisation): CallView[] =>
  segments.map((given, index) => {
    const parts = partsOf(given, index).map((part) => ({
      ...part,
      at: AT + part.from,
      text: `said-in-${part.segmentId};`,
    }))
    const owners = parts.filter(({ role }) => role === 'owner')
    return callView(`c${index}`, {
      startedAt: AT,
      clearedAt: AT + 8 * HOUR,
      segments: parts.map(({ agent, segmentId, role, at, lasts, text }) =>
        callSegment(agent, {
          segmentId,
          role,
          name: `name-of-${segmentId};`,
          offeredAt: at,
          answeredAt: at,
          endedAt: at + lasts,
          steps: [
            {
              step: 'opening',
              status: 'done',
              lateDone: false,
              dwellMs: 0,
              evidence: [{ eventId: `e${segmentId}`, at, kind: 'utterance', text }],
            },
          ],
        }),
      ),
      queueVisits: (visits[index] ?? []).map(({ queue, from, lasts, outcome }) => ({
        queueId: queue,
        from: AT + from,
        to: outcome === undefined ? undefined : AT + from + lasts,
        outcome,
      })),
      levels: [
        ...owners.map(({ at, text }) => ({ level: 2, at, reason: text })),
        ...owners.map(({ at, lasts, segmentId, text }) => ({
          level: 2,
          at: at + lasts + LATE,
          reason: text,
          segmentId,
        })),
      ],
      facts: [
        ...owners.map(({ at, text }) => ({ name: 'crm.note_saved', value: text, at })),
        ...parts.map(({ at, lasts, segmentId, text }) => ({
          name: 'crm.note_saved',
          value: text,
          at: at + lasts + LATE,
          segmentId,
        })),
      ],
      supervision: parts.map(({ at, segmentId, text }) => ({ from: at, mode: 'listen', supervisor: text, segmentId })),
      alerts: parts.map(({ segmentId, at, text }) => ({
        key: `k${segmentId}`,
        rule: 'complaint_level' as const,
        severity: 'major' as const,
        condition: 'holding' as const,
        handling: 'open' as const,
        dueAt: at,
        evidence: text,
        evidenceList: [{ eventId: `e${segmentId}`, at, kind: 'event' as const, text }],
        segmentId,
      })),
      transcript: [
        ...parts.map(({ agent, segmentId, at, text }) => ({
          utteranceId: `u${segmentId}`,
          at,
          role: 'agent' as const,
          agentId: agent,
          text,
          isFinal: true,
        })),
        ...owners.map(({ segmentId, at, text }) => ({
          utteranceId: `c${segmentId}`,
          at,
          role: 'customer' as const,
          text,
          isFinal: true,
        })),
      ],
    })
  })
