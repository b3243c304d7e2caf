import { createNumbering, type Draft } from '#server/adapters/simulate/journal.ts'
import { LINES } from '#server/adapters/simulate/staff.ts'
import { createWorld } from '#server/adapters/simulate/world.ts'
import type { Event } from '#server/domain/event.ts'
import { shippedPlaybook } from '#server/domain/playbook/load.ts'
import { DEFAULT_RULES } from '#server/domain/rules.ts'
import type { Book, Side } from './book.ts'
import type { Numbers } from './numbers.ts'
import { createPlanter } from './planter.ts'

/** A floor on which several calls go from one team to the other. */
const SEED = '10'
const AGENTS = 60
const TEAM_SIZE = 13
/** Lines of business of team a; the one of nobody's team; the rest is team b's. */
const LINES_OF_A = new Set(['咨询', '业务', '回访'])
const LINE_OF_NOBODY = '营业厅'
export const QUEUES_OF_A = LINES.filter(({ team }) => LINES_OF_A.has(team)).map(({ queueId }) => queueId)

const sideOfLine = (team: string): Side => (team === LINE_OF_NOBODY ? 'n' : LINES_OF_A.has(team) ? 'a' : 'b')
/** Team b answers the rest. */
const sideOfQueue = (queueId: string): Side => (QUEUES_OF_A.includes(queueId) ? 'a' : 'b')

/** Whom a call belongs to at some time of it: every side that had an agent in it or whose queue it waited in. */
export type CallStory = {
  callId: string
  sides: Set<Side>
  /** Those of them that had an agent in it. */
  agentSides: Set<Side>
  agents: Set<string>
  caller?: { number: string; written: string }
}

type Options = { book: Book; numbers: Numbers; epoch: string; startMs: number }

/**
 * The simulator's floor with two teams and a few people of none, whose calls go to and fro between them. Everything that is
 * one side's own has a canary in it; every customer has a number of their own.
 */
export const createCanaryFloor = ({ book, numbers, epoch, startMs }: Options) => {
  const world = createWorld({
    seed: SEED,
    epoch,
    startMs,
    agents: AGENTS,
    teamSize: TEAM_SIZE,
    callsPerMinute: 16,
    speechGapMs: 8_000,
    longHoldMs: DEFAULT_RULES.longHoldSec.max * 1_000,
    playbook: shippedPlaybook(),
  })
  const number = createNumbering()
  const sides = new Map<string, Side>()
  const stories = new Map<string, CallStory>()

  const storyOf = (callId: string): CallStory => {
    const story = stories.get(callId) ?? { callId, sides: new Set(), agentSides: new Set(), agents: new Set() }
    stories.set(callId, story)
    return story
  }
  const planter = createPlanter({ book, numbers, sideOf: (agentId) => sides.get(agentId) ?? 'n', storyOf })

  const follow = ({ type, head, data }: Draft) => {
    if (type === 'agent.profile') sides.set(head.agentId ?? '', sideOfLine(teamIn(data)))
    if (head.callId === undefined) return
    const story = storyOf(head.callId)
    if (type === 'call.queued' && head.queueId) story.sides.add(sideOfQueue(head.queueId))
    if (head.agentId === undefined) return
    const side = sides.get(head.agentId) ?? 'n'
    story.sides.add(side)
    story.agentSides.add(side)
    story.agents.add(head.agentId)
  }

  const take = (drafts: readonly Draft[]): Event[] =>
    drafts.flatMap((draft) => {
      follow(draft)
      return planter.plant(draft).map(number)
    })

  const beginning = take([...world.advance(startMs).drafts, ...world.snapshot()])
  return {
    beginning,
    /** What happens until `at`. */
    advance: (at: number) => take(world.advance(at).drafts),
    /** Something that happens to no call. */
    idle: (at: number) => [number({ at, type: 'agent.state', head: { agentId: 'idle' }, data: { state: 'ready' } })],
    /** Agents of the feed by side, known once the floor has begun. */
    agentsOf: (side: Side) => [...sides].flatMap(([agentId, own]) => (own === side ? [agentId] : [])),
    agentNoOf: planter.agentNoOf,
    stories: () => [...stories.values()],
    liveCalls: () => [...world.liveCalls()].map(({ callId }) => storyOf(callId)),
  }
}
export type CanaryFloor = ReturnType<typeof createCanaryFloor>

/** The line's name at the head of a simulated team's. */
const teamIn = (data: unknown): string => {
  const { team = '' } = data as { team?: string }
  return LINES.find((line) => team.startsWith(line.team))?.team ?? LINE_OF_NOBODY
}
