import { readProfile } from '#server/domain/agent/agent.ts'
import type { Call, Segment } from '#server/domain/call/call.ts'
import { contribute } from '#server/domain/call/contribute.ts'
import { readCall } from '#server/domain/call/reading.ts'
import { callSubject, type Owners } from '#server/domain/call-scope.ts'
import type { FeedFold } from '#server/domain/feed/feed-fold.ts'
import { lawOf } from '#server/domain/feed/law-book.ts'
import type { AgentState } from '#server/domain/words.ts'
import type { Directory, Floor } from '#server/protocol/floor-port.ts'
import { rowAlerts, toAgentRow, toRowCall } from './agent-row.ts'
import { buildCallView } from './build-call-view.ts'
import type { Sources } from './sources.ts'

type Parts = {
  fold: FeedFold
  sources: Sources
  directory: Directory
  feedId: string
  name: string
  /** Now by the feed's clock and by the server's; epoch ms. */
  now(): number
  serverNow(): number
  isResyncing(): boolean
}

export type Views = Pick<
  Floor,
  | 'now'
  | 'agentIds'
  | 'profile'
  | 'queueIds'
  | 'agent'
  | 'queue'
  | 'feed'
  | 'callIds'
  | 'call'
  | 'callView'
  | 'contributions'
  | 'reading'
>

/** What may be read off a floor: rows and call pages, each with what it belongs to. */
export const createViews = (parts: Parts): Views => {
  const { fold, sources, directory, feedId, now } = parts

  const teamsOf = (agentId: string, at: number) => directory.find(feedId, agentId, at)?.teamIds ?? []

  const naming = (agentId: string, at: number) => {
    const person = directory.find(feedId, agentId, at)
    const record = fold.agents.get(agentId)
    const said = record && readProfile(record)
    const named = said?.person
    const teamId = person?.teamIds[0]
    const team = teamId === undefined ? undefined : directory.teamName(teamId)
    // Whom the feed named later says nothing of before.
    const isNamedLater = named !== undefined && named.agentNo !== agentId && named.at > at
    if (person?.isIdentified || isNamedLater)
      return { agentNo: person?.agentNo ?? agentId, name: person?.name, teamId, team }
    return {
      // The organisation's tables keep what feeds said before: what they say now is newer.
      agentNo: named?.agentNo ?? person?.agentNo ?? agentId,
      name: named?.name ?? said?.name ?? person?.name,
      teamId,
      team,
    }
  }

  const owners: Owners = {
    agentTeams: teamsOf,
    queueTeams: (queueId, at) => directory.queueTeams(feedId, queueId, at),
  }

  /** The segment an agent's row shows: the live one, or the last while they write it up. */
  const shownSegment = (agentId: string, state: AgentState): { call: Call; segment: Segment } | undefined => {
    const segments = fold.segmentsOf(agentId)
    const live = segments.findLast(({ segment }) => segment.endedAt === undefined)
    if (live || state !== 'working_after_call') return live
    return segments.findLast(({ segment }) => segment.answeredAt !== undefined)
  }

  const showCall = ({ call, segment }: { call: Call; segment: Segment }) => {
    const hasQueueEvidence =
      segment.queueId !== undefined && fold.queues.byId.get(segment.queueId)?.scriptAt !== undefined
    const times = { watermark: fold.watermark, now: now() }
    const row = toRowCall(call, segment, lawOf(fold.book, call), fold.verdicts(call.callId), times, hasQueueEvidence)
    // Whoever handed the call on may be of a team this row's viewers do not see: their number, never their name.
    const transferredFrom = row.transferredFrom && naming(row.transferredFrom, now()).agentNo
    return {
      call: { ...row, transferredFrom },
      alerts: rowAlerts(fold.alerts(call.callId), call, segment),
    }
  }

  const health = () => sources.health('owner', parts.serverNow(), parts.isResyncing())

  return {
    now,
    profile(agentId) {
      const record = fold.agents.get(agentId)
      return record && readProfile(record)
    },
    agentIds: () => fold.agents.keys(),
    queueIds: () => fold.queues.byId.keys(),
    callIds: () => fold.calls.keys(),
    call: (callId) => fold.calls.get(callId)?.call,
    agent(agentId) {
      const record = fold.agents.get(agentId)
      if (!record) return undefined
      const state = fold.agentNow(agentId, now())
      const shown = shownSegment(agentId, state.state)
      const row = toAgentRow(agentId, naming(agentId, now()), state, record.queues?.value, shown && showCall(shown))
      return { subject: { teamIds: teamsOf(agentId, now()) }, row }
    },
    queue(queueId) {
      const queue = fold.queues.byId.get(queueId)
      if (!queue) return undefined
      const joined = [...queue.waiting.values()]
      const row = {
        queueId,
        waiting: joined.length,
        oldestSince: joined.length > 0 ? Math.min(...joined) : undefined,
        inTalk: queue.talking.size,
        evidence: { script: queue.scriptAt !== undefined, transcript: queue.transcriptAt !== undefined },
      }
      return { subject: { teamIds: directory.queueTeams(feedId, queueId) }, row }
    },
    feed() {
      let unplacedAgents = 0
      for (const agentId of fold.agents.keys()) if (teamsOf(agentId, now()).length === 0) unplacedAgents += 1
      return {
        feedId,
        name: parts.name,
        demo: fold.isDemo,
        health: health(),
        lastAt: sources.lastAt('owner'),
        offsetMs: sources.offset('owner'),
        sources: sources.rows(parts.serverNow(), parts.isResyncing()),
        unmatched: fold.companions.unmatched,
        unplacedAgents,
      }
    },
    callView(callId) {
      const call = fold.calls.get(callId)?.call
      if (!call) return undefined
      const named = (agentId: string, at: number) => {
        const { agentNo, name, team } = naming(agentId, at)
        return { agentNo, name, team }
      }
      const state = {
        demo: fold.isDemo,
        feedHealth: health(),
        offsetMs: sources.offset('owner'),
        watermark: fold.watermark,
        now: now(),
      }
      const view = buildCallView(call, fold.alerts(callId), fold.verdicts(callId), lawOf(fold.book, call), state, named)
      return { subject: callSubject(call, owners), view }
    },
    contributions(callId) {
      const call = fold.calls.get(callId)?.call
      return call ? contribute(call, lawOf(fold.book, call), fold.verdicts(callId)) : []
    },
    reading(callId) {
      const call = fold.calls.get(callId)?.call
      return call && readCall(call, lawOf(fold.book, call))
    },
  }
}
