import type { loadRecordedCall } from '#db/queries/call-view.ts'
import { callSubject, type Owners, ownedAt, ownedWaits } from '../domain/call-scope.ts'
import { canSee, type Viewer } from '../domain/viewer.ts'
import { type CallView, callViewSchema } from '../protocol/call-view.ts'
import type { Directory, Floors } from '../protocol/floor-port.ts'
import { scopeCallView } from '../protocol/scope-call-view.ts'

type Evidence = CallView['alerts'][number]['evidenceList'][number]
type Recorded = Awaited<ReturnType<typeof loadRecordedCall>>

/** Evidence is recorded without the words: they stand in the transcript, as long as that is kept. */
const giveWords = (view: CallView): CallView => {
  const said = new Map(view.transcript?.map(({ at, text }) => [at, text]))
  const byId = new Map(view.transcript?.map(({ utteranceId, text }) => [utteranceId, text]))
  const wordsOf = ({ at, said: phrase }: Evidence) =>
    phrase ? byId.get(phrase.utteranceId)?.slice(phrase.from, phrase.to) : said.get(at)
  const withWords = (evidence: Evidence[]) =>
    evidence.map((fact) => (fact.kind === 'utterance' ? { ...fact, text: wordsOf(fact) } : fact))
  return {
    ...view,
    segments: view.segments.map((segment) => ({
      ...segment,
      steps: segment.steps.map((step) => ({ ...step, evidence: withWords(step.evidence) })),
    })),
    alerts: view.alerts.map((alert) => {
      const evidenceList = withWords(alert.evidenceList)
      return { ...alert, evidence: alert.evidence ?? evidenceList[0]?.text, evidenceList }
    }),
    levels: view.levels.map((change) => ({
      ...change,
      evidenceList: change.evidenceList && withWords(change.evidenceList),
    })),
    marks: view.marks?.map((mark) => ({ ...mark, evidenceList: withWords(mark.evidenceList) })),
  }
}

/** Who sat where can be corrected after a call: names and teams are those the directory gives now for then. */
const nameAgents = (view: CallView, directory: Directory): CallView => ({
  ...view,
  segments: view.segments.map((segment) => {
    const at = ownedAt(segment, view)
    const person = directory.find(view.feedId, segment.agentId, at)
    if (!person) return segment
    const [teamId] = person.teamIds
    return {
      ...segment,
      agentNo: person.agentNo,
      name: person.name,
      team: teamId === undefined ? undefined : directory.teamName(teamId),
    }
  }),
})

/** Teams of queues at times, in the order asked. */
type QueueTeams = (feedId: string, waits: readonly { queueId: string; at: number }[]) => Promise<readonly string[][]>

/** Pages of calls that left the floor, from the record, cut to the viewer; null when there is none for them to see. */
export const createCallViewLoader = (parts: {
  load: (feedId: string, callId: string) => Promise<Recorded>
  /** Whose queues were long ago, which the directory does not keep. */
  queueTeams: QueueTeams
  directory: Directory
  floors: Floors
}) => {
  const { directory, floors } = parts

  const read = async (feedId: string, callId: string): Promise<CallView | null> => {
    const recorded = await parts.load(feedId, callId)
    if (!recorded) return null
    const view = callViewSchema.parse({ ...(recorded.view as object), live: false, transcript: recorded.transcript })
    const feedHealth = floors.get(feedId)?.feed().health ?? 'never'
    return nameAgents(giveWords({ ...view, feedHealth }), directory)
  }

  const ownersOf = async (view: CallView): Promise<Owners> => {
    const waits = ownedWaits(view).map(({ queueId, at }) => ({ queueId, at: at ?? view.startedAt }))
    const teams = waits.length === 0 ? [] : await parts.queueTeams(view.feedId, waits)
    const known = new Map(waits.map((wait, index) => [`${wait.queueId}\n${wait.at}`, teams[index] ?? []]))
    return {
      agentTeams: (agentId, at) => directory.find(view.feedId, agentId, at)?.teamIds ?? [],
      queueTeams: (queueId, at) => known.get(`${queueId}\n${at ?? view.startedAt}`) ?? [],
    }
  }

  return {
    /** Whose a recorded call is and which alerts it has, for those who act on it. */
    async find(feedId: string, callId: string) {
      const view = await read(feedId, callId)
      return view && { subject: callSubject(view, await ownersOf(view)), view }
    },
    async loadCallView(feedId: string, callId: string, viewer: Viewer): Promise<CallView | null> {
      const view = await read(feedId, callId)
      if (!view) return null
      const owners = await ownersOf(view)
      return canSee(viewer, callSubject(view, owners)) ? scopeCallView(view, viewer, owners.agentTeams) : null
    },
  }
}
