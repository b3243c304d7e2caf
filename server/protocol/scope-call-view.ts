import { ownedAt } from '../domain/call-scope.ts'
import { isHeard, readableSegments, readableUtterances, type SpokenSegment } from '../domain/transcript-scope.ts'
import { canSee, type Viewer } from '../domain/viewer.ts'
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
    teamIds: teamsOf(segment.agentId, ownedAt(segment, view)),
  }))

type Segment = CallView['segments'][number]
type Alert = CallView['alerts'][number]

const withoutWords = (segment: Segment): Segment => ({
  ...segment,
  steps: segment.steps.map((step) => ({
    ...step,
    evidence: step.evidence.map((fact) => (fact.kind === 'utterance' ? { ...fact, text: undefined } : fact)),
  })),
})

/** What raised an alert is what was said, whichever kind of evidence it is: a complaint's reason is one. */
const withoutTexts = <T extends { evidenceList: Alert['evidenceList'] }>(verdict: T): T => ({
  ...verdict,
  evidenceList: verdict.evidenceList.map((fact) => ({ ...fact, text: undefined })),
})
const withoutEvidence = (alert: Alert): Alert => ({ ...withoutTexts(alert), evidence: undefined })

const saysWords = (evidence: Alert['evidenceList']) =>
  evidence.some(({ kind, text }) => kind === 'utterance' && text !== undefined)

/** True when the view holds something that was said. */
export const holdsWords = ({ transcript, alerts, marks = [], segments }: CallView): boolean =>
  (transcript !== null && transcript.length > 0) ||
  [...alerts, ...marks].some(({ evidenceList }) => saysWords(evidenceList)) ||
  segments.some(({ steps }) => steps.some(({ evidence }) => saysWords(evidence)))

/** The view without anything that was said, for somebody whose reading could not be audited. */
export const withholdWords = (view: CallView): CallView => ({
  ...view,
  levels: view.levels.map((change) => ({ ...change, reason: undefined })),
  segments: view.segments.map(withoutWords),
  alerts: view.alerts.map(withoutEvidence),
  marks: view.marks?.map(withoutTexts),
  transcript: null,
  transcriptWithheld: true,
})

/**
 * The view as this viewer may have it. Of other teams' segments the verdicts, steps and 工号 stay; the words spoken in
 * them and the agents' names are taken out.
 */
export const scopeCallView = (view: CallView, viewer: Viewer, teamsOf: TeamsOf): CallView => {
  if (viewer.teams === 'all') return view
  const segments = spokenSegments(view, teamsOf)
  const readable = readableSegments(viewer, segments)
  const own = new Set(segments.filter((segment) => canSee(viewer, segment)).map((segment) => segment.segmentId))
  const isReadable = (segmentId: string | undefined) => segmentId !== undefined && readable.has(segmentId)
  return {
    ...view,
    levels: view.levels.map((change) =>
      isHeard(viewer, segments, { at: change.at }) ? change : { ...change, reason: undefined },
    ),
    segments: view.segments.map((segment) => {
      const named = own.has(segment.segmentId) ? segment : { ...segment, name: undefined }
      return isReadable(segment.segmentId) ? named : withoutWords(named)
    }),
    alerts: view.alerts.map((alert) => (isReadable(alert.segmentId) ? alert : withoutEvidence(alert))),
    marks: view.marks?.map((mark) => (isReadable(mark.segmentId) ? mark : withoutTexts(mark))),
    transcript: view.transcript && readableUtterances(viewer, segments, view.transcript),
  }
}
