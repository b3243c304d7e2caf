import { readableSegments, readableUtterances, type SpokenSegment } from '../domain/transcript-scope.ts'
import type { Subject, Viewer } from '../domain/viewer.ts'
import type { CallView } from './call-view.ts'

/** Teams an agent belonged to at a time (epoch ms). */
export type TeamsOf = (agentId: string, at: number) => readonly string[]

const spokenSegments = (view: CallView, teamsOf: TeamsOf): SpokenSegment[] =>
  view.segments.map((segment) => ({
    segmentId: segment.segmentId,
    agentId: segment.agentId,
    role: segment.role,
    answeredAt: segment.answeredAt,
    endedAt: segment.endedAt,
    teamIds: teamsOf(segment.agentId, segment.answeredAt ?? segment.offeredAt ?? view.startedAt),
  }))

/** Whose a call is: every team that had an agent in it, at the time it had. */
export const callSubject = (view: CallView, teamsOf: TeamsOf): Subject => ({
  teamIds: [...new Set(spokenSegments(view, teamsOf).flatMap((segment) => segment.teamIds))],
})

type Evidence = CallView['alerts'][number]['evidenceList']

const withoutWords = (evidence: Evidence): Evidence =>
  evidence.map((fact) => (fact.kind === 'utterance' ? { ...fact, text: undefined } : fact))

/** The view as this viewer may have it: words spoken in other teams' segments are taken out, the verdicts stay. */
export const scopeCallView = (view: CallView, viewer: Viewer, teamsOf: TeamsOf): CallView => {
  if (viewer.teams === 'all') return view
  const segments = spokenSegments(view, teamsOf)
  const readable = readableSegments(viewer, segments)
  const isReadable = (segmentId: string | undefined) => segmentId !== undefined && readable.has(segmentId)
  return {
    ...view,
    segments: view.segments.map((segment) =>
      isReadable(segment.segmentId)
        ? segment
        : { ...segment, steps: segment.steps.map((step) => ({ ...step, evidence: withoutWords(step.evidence) })) },
    ),
    alerts: view.alerts.map((alert) =>
      isReadable(alert.segmentId)
        ? alert
        : { ...alert, evidence: undefined, evidenceList: withoutWords(alert.evidenceList) },
    ),
    transcript: view.transcript && readableUtterances(viewer, segments, view.transcript),
  }
}
