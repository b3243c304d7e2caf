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

const saysWords = (evidence: Evidence) => evidence.some(({ kind, text }) => kind === 'utterance' && text !== undefined)

/** True when the view holds something that was said. */
export const holdsWords = ({ transcript, alerts, segments }: CallView): boolean =>
  (transcript !== null && transcript.length > 0) ||
  alerts.some(({ evidenceList }) => saysWords(evidenceList)) ||
  segments.some(({ steps }) => steps.some(({ evidence }) => saysWords(evidence)))

type SegmentView = CallView['segments'][number]
type AlertView = CallView['alerts'][number]

const muteSegment = (segment: SegmentView): SegmentView => ({
  ...segment,
  steps: segment.steps.map((step) => ({ ...step, evidence: withoutWords(step.evidence) })),
})

const muteAlert = (alert: AlertView): AlertView => ({
  ...alert,
  evidence: undefined,
  evidenceList: withoutWords(alert.evidenceList),
})

/** The view without anything that was said, for somebody whose reading could not be audited. */
export const withholdWords = (view: CallView): CallView => ({
  ...view,
  segments: view.segments.map(muteSegment),
  alerts: view.alerts.map(muteAlert),
  transcript: null,
  transcriptWithheld: true,
})

/** The view as this viewer may have it: words spoken in other teams' segments are taken out, the verdicts stay. */
export const scopeCallView = (view: CallView, viewer: Viewer, teamsOf: TeamsOf): CallView => {
  if (viewer.teams === 'all') return view
  const segments = spokenSegments(view, teamsOf)
  const readable = readableSegments(viewer, segments)
  const isReadable = (segmentId: string | undefined) => segmentId !== undefined && readable.has(segmentId)
  return {
    ...view,
    segments: view.segments.map((segment) => (isReadable(segment.segmentId) ? segment : muteSegment(segment))),
    alerts: view.alerts.map((alert) => (isReadable(alert.segmentId) ? alert : muteAlert(alert))),
    transcript: view.transcript && readableUtterances(viewer, segments, view.transcript),
  }
}
