import { SCENARIOS, STEPS, type StepStatus } from '#server/domain/words.ts'
import type { AgentRow, AlertRow, QueueRow, RowCall, StepCell } from '#server/protocol/live.ts'

/** Seeded chance: the same seed gives the same floor. */
export const createChance = (seed: number) => {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  return {
    next,
    below: (limit: number) => Math.floor(next() * limit),
    pick: <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)] as T,
  }
}
export type Chance = ReturnType<typeof createChance>

const STEMS = '甲乙丙丁戊己庚辛壬癸'
const BRANCHES = '子丑寅卯辰巳午未申酉戌亥'
const TEAMS = ['投诉一组', '投诉二组', '宽带一组', '宽带二组', '综合组', '回访组']
const QUEUES = ['complaint', 'broadband', 'billing', 'general']
const LIMITS = [25_000, 90_000, 200_000, 60_000, 40_000]

const fakeCells = (current: number, chance: Chance): StepCell[] =>
  STEPS.map((step, index) => {
    if (index > current) return { step, status: 'pending' }
    if (index === current) return { step, status: 'in_progress' }
    const roll = chance.next()
    const status: StepStatus =
      roll < 0.05 ? 'skipped' : roll < 0.1 ? 'unknown' : roll < 0.13 ? 'not_applicable' : 'done'
    return {
      step,
      status,
      lateDone: status === 'done' && roll > 0.97 ? true : undefined,
      dwellMs: 8000 + chance.below(60_000),
    }
  })

const fakeCall = (id: string, now: number, chance: Chance): RowCall => {
  const current = chance.below(STEPS.length)
  const answeredAt = now - 5000 - chance.below(600_000)
  const stepSince = Math.max(answeredAt, now - chance.below(LIMITS[current] ?? 60_000) * 1.15)
  const queueId = chance.pick(QUEUES)
  const hasSteps = queueId !== 'general'
  return {
    callId: `call-${id}`,
    segmentId: `seg-${id}`,
    direction: 'inbound',
    queueId,
    caller: `138****${String(1000 + chance.below(9000))}`,
    scenario: chance.next() < 0.9 ? chance.pick(SCENARIOS) : undefined,
    scenarioSource: 'settings',
    startedAt: answeredAt - (chance.next() < 0.6 ? 500 : chance.below(240_000)),
    answeredAt,
    holdMs: 0,
    holdCount: chance.below(3),
    steps: hasSteps ? fakeCells(current, chance) : null,
    current: hasSteps ? STEPS[current] : undefined,
    stepSince: hasSteps ? stepSince : undefined,
    stepWarnMs: (LIMITS[current] ?? 60_000) * 0.6,
    stepMaxMs: LIMITS[current],
    level: 0,
  }
}

/** What makes an alert of the skipped step, the overrun dwell, or a rising level. */
const fakeAlerts = (id: string, call: RowCall, now: number, chance: Chance): AlertRow[] => {
  const base = { condition: 'holding', handling: 'open' } as const
  const alerts: AlertRow[] = []
  for (const cell of call.steps ?? []) {
    if (cell.status !== 'skipped') continue
    const dueAt = now - chance.below(120_000)
    const evidence = 'step.entered resolution'
    alerts.push({
      ...base,
      key: `step_skipped|${id}|${cell.step}`,
      rule: 'step_skipped',
      severity: 'major',
      dueAt,
      step: cell.step,
      evidence,
    })
  }
  const dwell = call.stepSince === undefined ? 0 : now - call.stepSince
  if (call.current && call.stepMaxMs !== undefined && dwell > call.stepMaxMs) {
    const dueAt = (call.stepSince ?? now) + call.stepMaxMs
    alerts.push({
      ...base,
      key: `step_dwell|${id}`,
      rule: 'step_dwell',
      severity: 'minor',
      dueAt,
      step: call.current,
      limitMs: call.stepMaxMs,
    })
  }
  if (chance.next() < 0.04) {
    call.level = 3
    const evidence = '再拖下去我就向主管部门反映，前后打了三回了'
    alerts.unshift({
      ...base,
      key: `complaint_level|${id}`,
      rule: 'complaint_level',
      severity: 'critical',
      dueAt: now - chance.below(90_000),
      level: 3,
      evidence,
    })
  }
  return alerts
}

/** One agent at some moment of a shift; names are stems and branches, so that nobody takes them for people. */
export const fakeAgent = (index: number, now: number, chance: Chance): AgentRow => {
  const agentId = String(1001 + index)
  const name = `${STEMS[index % 10]}${BRANCHES[index % 12]}${index >= 60 ? STEMS[Math.floor(index / 60) % 10] : ''}`
  const team = index % 29 === 7 ? undefined : TEAMS[index % TEAMS.length]
  const person = { agentId, agentNo: agentId, name, teamId: team && `team-${index % TEAMS.length}`, team }
  const since = now - chance.below(900_000)
  const idle = { ...person, sub: 'none', since, alerts: [] } as const
  const roll = chance.next()
  if (roll < 0.13) return { ...idle, alerts: [], state: 'ready' }
  if (roll < 0.2)
    return {
      ...idle,
      alerts: [],
      state: 'not_ready',
      reasonKind: chance.pick(['break', 'meal', 'training', 'not_ready']),
    }
  if (roll < 0.24) return { ...idle, alerts: [], state: 'logged_off' }
  const call = fakeCall(agentId, now, chance)
  if (roll < 0.28) {
    const ringing = { ...call, answeredAt: undefined, startedAt: now - 9000, current: undefined, stepSince: undefined }
    const steps = call.steps && STEPS.map((step) => ({ step, status: 'pending' as const }))
    return { ...idle, alerts: [], state: 'reserved', since: now - 4000, call: { ...ringing, steps } }
  }
  if (roll < 0.34) {
    const ended = {
      ...call,
      endedAt: now - 20_000,
      current: undefined,
      steps: call.steps && STEPS.map((step) => ({ step, status: 'done' as const })),
    }
    return { ...idle, alerts: [], state: 'working_after_call', since: now - 20_000, derived: true, call: ended }
  }
  const alerts = fakeAlerts(agentId, call, now, chance)
  if (roll < 0.4) {
    const holdSince = Math.max(call.answeredAt ?? now, now - chance.below(100_000))
    return {
      ...person,
      state: 'busy',
      sub: 'hold',
      since: holdSince,
      call: { ...call, holdSince, holdCount: call.holdCount + 1 },
      alerts,
    }
  }
  return { ...person, state: 'busy', sub: 'talking', since: call.answeredAt, call, alerts }
}

/** The agent a moment later: a step further on, or another state altogether. */
export const stepAgent = (row: AgentRow, now: number, chance: Chance): AgentRow => {
  const call = row.call
  if (row.state !== 'busy' || !call?.steps || !call.current || chance.next() < 0.3) {
    const index = Number(row.agentId) - 1001
    return fakeAgent(index, now, chance)
  }
  const at = STEPS.indexOf(call.current)
  const next = STEPS[at + 1]
  if (!next)
    return {
      ...row,
      state: 'working_after_call',
      sub: 'none',
      since: now,
      alerts: [],
      call: { ...call, endedAt: now, current: undefined, stepSince: undefined },
    }
  const steps = call.steps.map((cell, index): StepCell => {
    if (index === at) return { step: cell.step, status: 'done', dwellMs: now - (call.stepSince ?? now) }
    return index === at + 1 ? { step: cell.step, status: 'in_progress' } : cell
  })
  return {
    ...row,
    call: {
      ...call,
      steps,
      current: next,
      stepSince: now,
      stepWarnMs: (LIMITS[at + 1] ?? 60_000) * 0.6,
      stepMaxMs: LIMITS[at + 1],
    },
  }
}

export const fakeQueues = (now: number): QueueRow[] =>
  QUEUES.map((queueId, index) => ({
    queueId,
    waiting: index,
    oldestSince: index > 0 ? now - 15_000 * index : undefined,
    inTalk: 3,
    evidence: { script: queueId !== 'general', transcript: false },
  }))
