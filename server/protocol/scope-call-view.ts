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

type Evidence = Alert['evidenceList'][number]

const withEvidence = (segment: Segment, cut: (fact: Evidence) => Evidence): Segment => ({
  ...segment,
  steps: segment.steps.map((step) => ({ ...step, evidence: step.evidence.map(cut) })),
  actions: segment.actions?.map((action) => ({ ...action, evidence: action.evidence.map(cut) })),
})

const withoutText = (fact: Evidence): Evidence => ({ ...fact, text: undefined, said: undefined })

/** Nor how they were spoken: what is measured of words goes with them. */
const withoutWords = (segment: Segment): Segment => ({
  ...withEvidence(segment, (fact) => (fact.kind === 'utterance' ? withoutText(fact) : fact)),
  conversation: undefined,
})

/** What raised an alert is what was said, whichever kind of evidence it is: a complaint's reason is one. */
const withoutTexts = <T extends { evidenceList: Alert['evidenceList'] }>(verdict: T): T => ({
  ...verdict,
  evidenceList: verdict.evidenceList.map(withoutText),
})
const withoutEvidence = (alert: Alert): Alert => ({ ...withoutTexts(alert), evidence: undefined })

const saysWords = (evidence: Alert['evidenceList']) =>
  evidence.some(({ kind, text }) => kind === 'utterance' && text !== undefined)

/** A level without why it is what it is. */
const withoutReason = (change: CallView['levels'][number]): CallView['levels'][number] => ({
  ...change,
  reason: undefined,
  evidenceList: change.evidenceList?.map(withoutText),
})

/** Why people think a verdict wrong tells what went on in the handling. */
const withoutReasons = <T extends NonNullable<CallView['disputes']>[number]>(dispute: T): T => ({
  ...dispute,
  reason: undefined,
  decided: dispute.decided && { ...dispute.decided, reason: undefined },
})

/** True when the view holds something that was said. */
export const holdsWords = ({ transcript, alerts, marks = [], levels, segments }: CallView): boolean =>
  (transcript !== null && transcript.length > 0) ||
  [...alerts, ...marks].some(({ evidenceList }) => saysWords(evidenceList)) ||
  levels.some(({ evidenceList = [] }) => saysWords(evidenceList)) ||
  segments.some(({ steps }) => steps.some(({ evidence }) => saysWords(evidence)))

/** The view without anything that was said, for somebody whose reading could not be audited. */
export const withholdWords = (view: CallView): CallView => ({
  ...view,
  levels: view.levels.map(withoutReason),
  segments: view.segments.map(withoutWords),
  alerts: view.alerts.map(withoutEvidence),
  marks: view.marks?.map(withoutTexts),
  transcript: null,
  transcriptWithheld: true,
})

type Told = { segmentId?: string; at: number }

/** Whose word something is: the segment it names, else the owner's who had the call last by then; before that nobody's. */
const findTeller = (segments: readonly SpokenSegment[], { segmentId, at }: Told): string | undefined =>
  segmentId ??
  segments
    .filter(({ role, answeredAt }) => role === 'owner' && answeredAt !== undefined && answeredAt <= at)
    .reduce<SpokenSegment | undefined>(
      (last, next) => ((last?.answeredAt ?? 0) > (next.answeredAt ?? 0) ? last : next),
      undefined,
    )?.segmentId

/**
 * The view as this viewer may have it. Of other teams' segments the verdicts, steps, 工号, team and queue stay; the words
 * spoken in them, what facts say, who listened in and the agents' names are taken out.
 */
export const scopeCallView = (view: CallView, viewer: Viewer, teamsOf: TeamsOf): CallView => {
  if (viewer.teams === 'all') return view
  const segments = spokenSegments(view, teamsOf)
  const readable = readableSegments(viewer, segments)
  const own = new Set(segments.filter((segment) => canSee(viewer, segment)).map((segment) => segment.segmentId))
  const isReadable = (segmentId: string | undefined) => segmentId !== undefined && readable.has(segmentId)
  const mayHear = ({ segmentId, at }: Told) =>
    segmentId === undefined ? isHeard(viewer, segments, { at }) : readable.has(segmentId)
  const isTold = (told: Told) => {
    const teller = findTeller(segments, told)
    return teller === undefined || own.has(teller)
  }
  const transcript = view.transcript && readableUtterances(viewer, segments, view.transcript)
  const heard = new Set(transcript?.map(({ utteranceId }) => utteranceId))
  /** An action may rest on what was said to the agent before: a phrase goes where its utterance goes. */
  const cutPhrase = (fact: Evidence) => (fact.said && !heard.has(fact.said.utteranceId) ? withoutText(fact) : fact)
  /** A level may rest on what was told in several handlings: a reason goes where the words of its handling go. */
  const cutReason = (fact: Evidence) => (fact.said || mayHear(fact) ? cutPhrase(fact) : withoutText(fact))
  const cutVerdict = <T extends Pick<Alert, 'rule' | 'evidenceList'>>(verdict: T): T => ({
    ...verdict,
    evidenceList: verdict.evidenceList.map(verdict.rule === 'complaint_level' ? cutReason : cutPhrase),
  })
  const cutAlert = (alert: Alert): Alert => {
    const cut = cutVerdict(alert)
    return alert.evidenceList[0] === cut.evidenceList[0] ? cut : { ...cut, evidence: undefined }
  }
  return {
    ...view,
    levels: view.levels.map((change) =>
      mayHear(change) ? { ...change, evidenceList: change.evidenceList?.map(cutPhrase) } : withoutReason(change),
    ),
    facts: view.facts.map((fact) => (isTold(fact) ? fact : { ...fact, value: undefined })),
    supervision: view.supervision.map((one) =>
      isTold({ ...one, at: one.from }) ? one : { ...one, supervisor: undefined },
    ),
    segments: view.segments.map((segment) => {
      const named = own.has(segment.segmentId) ? segment : { ...segment, name: undefined }
      return isReadable(segment.segmentId) ? withEvidence(named, cutPhrase) : withoutWords(named)
    }),
    alerts: view.alerts.map((alert) => (isReadable(alert.segmentId) ? cutAlert(alert) : withoutEvidence(alert))),
    marks: view.marks?.map((mark) => (isReadable(mark.segmentId) ? cutVerdict(mark) : withoutTexts(mark))),
    disputes: view.disputes?.map((dispute) =>
      isTold({ ...dispute, at: dispute.dueAt }) ? dispute : withoutReasons(dispute),
    ),
    callBacks: view.callBacks?.map((one) =>
      one.closed && !isTold({ ...one, at: one.dueAt }) ? { ...one, closed: { ...one.closed, note: undefined } } : one,
    ),
    transcript,
  }
}
