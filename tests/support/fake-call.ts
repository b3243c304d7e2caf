import { STEPS } from '#server/domain/words.ts'
import type { CallView } from '#server/protocol/call-view.ts'
import type { AgentRow, FeedRow, StepCell } from '#server/protocol/live.ts'

const MIN = 60_000

const NO_STEPS = STEPS.map((step) => ({ step, status: 'pending' as const, lateDone: false, dwellMs: 0, evidence: [] }))

/** A call view that agrees with an agent's row: queue, an earlier agent, holds, visits, facts, words. */
export const fakeCallView = (feed: FeedRow, row: AgentRow): CallView | undefined => {
  const call = row.call
  if (!call) return undefined
  const answered = call.answeredAt
  const start = Math.min(call.startedAt, (answered ?? call.startedAt) - 40_000)
  const firstAnswer = start + 12_000
  const cells: StepCell[] = call.steps ?? STEPS.map((step) => ({ step, status: 'unknown' }))
  const reached = cells.findIndex((cell) => cell.status === 'in_progress')
  const visits: CallView['segments'][number]['visits'] = []
  if (answered !== undefined && call.stepSince !== undefined) {
    const span = (call.stepSince - answered) / Math.max(1, reached)
    for (let index = 0; index <= reached; index++) {
      const cell = cells[index]
      if (!cell || (cell.status !== 'done' && cell.status !== 'in_progress')) continue
      const from = index === reached ? call.stepSince : answered + span * index
      visits.push({ step: cell.step, from, to: index === reached ? undefined : answered + span * (index + 1) })
    }
  }
  const evidenceAt = answered ?? start
  return {
    feedId: feed.feedId,
    callId: call.callId,
    demo: feed.demo,
    live: call.endedAt === undefined,
    feedHealth: feed.health,
    offsetMs: feed.offsetMs,
    direction: call.direction,
    state: call.endedAt ? 'cleared' : 'connected',
    startedAt: start,
    answeredAt: firstAnswer,
    clearedAt: call.endedAt,
    clearCause: call.endedAt ? 'customer_hangup' : undefined,
    caller: call.caller,
    scenario: call.scenario,
    scenarioSource: call.scenarioSource,
    scenarios: [],
    level: call.level,
    peakLevel: call.level,
    levels: call.level > 0 ? [{ level: call.level, at: evidenceAt + 20_000 }] : [],
    queueVisits: [{ queueId: call.queueId ?? 'general', from: start, to: firstAnswer, outcome: 'answered' }],
    segments: [
      {
        segmentId: `${call.segmentId}-before`,
        agentId: '1999',
        agentNo: '1999',
        name: '首接',
        team: '综合组',
        queueId: call.queueId,
        role: 'owner',
        offeredAt: start + 8000,
        answeredAt: firstAnswer,
        endedAt: start + 30_000,
        endCause: 'transferred',
        transfer: 'blind',
        holds: [],
        gaps: [],
        visits: [{ step: 'opening', from: firstAnswer, to: start + 30_000 }],
        steps: NO_STEPS.map((step, index) =>
          index === 0 ? { ...step, status: 'done' as const, source: 'script' as const, dwellMs: 18_000 } : step,
        ),
      },
      {
        segmentId: call.segmentId,
        agentId: row.agentId,
        agentNo: row.agentNo,
        name: row.name,
        team: row.team,
        queueId: call.queueId,
        role: 'owner',
        offeredAt: start + 31_000,
        answeredAt: answered,
        endedAt: call.endedAt,
        holds: call.holdSince ? [{ from: call.holdSince, by: 'agent' }] : [],
        gaps:
          answered && cells.some((cell) => cell.status === 'unknown')
            ? [{ from: answered, to: answered + 15_000 }]
            : [],
        visits,
        steps: cells.map((cell, index) => ({
          step: cell.step,
          status: cell.status,
          source: cell.status === 'done' ? ('script' as const) : undefined,
          lateDone: cell.lateDone ?? false,
          dwellMs: cell.dwellMs ?? 0,
          maxMs: [25_000, 90_000, 200_000, MIN, 40_000][index],
          evidence:
            cell.status === 'done'
              ? [
                  {
                    eventId: `e-${index}`,
                    at: evidenceAt + index * 9000,
                    kind: 'event' as const,
                    text: `step.entered ${cell.step}`,
                  },
                ]
              : [],
        })),
        current: call.current,
        stepSince: call.stepSince,
      },
    ],
    alerts: row.alerts.map((alert) => ({
      ...alert,
      segmentId: call.segmentId,
      agentId: row.agentId,
      evidenceList: alert.evidence
        ? [
            {
              eventId: `e-${alert.key}`,
              at: evidenceAt + 20_000,
              kind: alert.rule === 'complaint_level' ? 'utterance' : 'event',
              text: alert.evidence,
            },
          ]
        : [],
    })),
    facts: answered
      ? [
          { name: 'crm.record_opened', at: answered + 6000 },
          { name: 'identity.verified', value: true, at: answered + 14_000 },
          { name: 'ticket.created', at: answered + 40_000 },
        ].filter((fact) => fact.at < (call.endedAt ?? Number.MAX_SAFE_INTEGER))
      : [],
    supervision: [],
    transcript: [
      {
        utteranceId: 'u1',
        at: evidenceAt + 2000,
        role: 'agent',
        text: '您好，很高兴为您服务，请问有什么可以帮您？',
        isFinal: true,
      },
      {
        utteranceId: 'u2',
        at: evidenceAt + 9000,
        role: 'customer',
        text: '说好昨晚给我回电，我等到十点也没人打。<b>不是</b>第一次了。',
        isFinal: true,
      },
      {
        utteranceId: 'u3',
        at: evidenceAt + 15_000,
        role: 'agent',
        text: '我理解您的心情，换成我也会着急。',
        isFinal: true,
      },
      {
        utteranceId: 'u4',
        at: evidenceAt + 20_000,
        role: 'customer',
        text: '再拖下去我就向主管部门反映，前后打了三回了。',
        isFinal: true,
      },
    ],
  }
}
