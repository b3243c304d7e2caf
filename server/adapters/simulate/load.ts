import { createWorld, type WorldOptions } from './world.ts'

const PILOT_AGENTS = 200
const PILOT_MINUTES = 10
const PILOT_GAP_MS = 5_000
/** People cannot speak faster than this, however many events are wanted. */
const SHORTEST_GAP_MS = 3_600

export type Load = Pick<WorldOptions, 'speechGapMs' | 'callsPerMinute'> & {
  /** What such a floor really brings, when it cannot bring what was wanted. */
  atMost?: number
}

/** Finds out on a small copy of the floor how often people must speak, or call, to make `wanted` events a second. */
export const aimAt = (wanted: number, options: Omit<WorldOptions, 'speechGapMs'>): Load => {
  const agents = Math.min(options.agents, PILOT_AGENTS)
  const scale = options.agents / agents
  const callsPerMinute = options.callsPerMinute === undefined ? undefined : options.callsPerMinute / scale
  const pilot = createWorld({ ...options, agents, callsPerMinute, speechGapMs: PILOT_GAP_MS })
  pilot.advance(options.startMs)
  const { drafts } = pilot.advance(options.startMs + PILOT_MINUTES * 60_000)
  const spoken = drafts.filter((draft) => draft.type === 'transcript.segment').length
  const perSecond = (count: number) => (count * scale) / (PILOT_MINUTES * 60)
  const words = perSecond(spoken)
  const rest = perSecond(drafts.length - spoken)

  if (wanted <= rest) return { speechGapMs: 0, callsPerMinute: (pilot.callsPerMinute * scale * wanted) / rest }
  const gap = Math.round((PILOT_GAP_MS * words) / (wanted - rest))
  if (gap >= SHORTEST_GAP_MS) return { speechGapMs: gap, callsPerMinute: options.callsPerMinute }
  return {
    speechGapMs: SHORTEST_GAP_MS,
    callsPerMinute: options.callsPerMinute,
    atMost: Math.round(rest + (words * PILOT_GAP_MS) / SHORTEST_GAP_MS),
  }
}
