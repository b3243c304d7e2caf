import { COMPLAINT_LEVELS } from '../words.ts'
import type { Call, Evidence } from './call.ts'
import { type Candidate, ending } from './candidate.ts'
import type { Law } from './judge.ts'
import { type LevelChange, readLevels } from './levels.ts'

/** What brought the level about, and first what it began with at that very moment: rows show only the first. */
const listEvidence = (changes: readonly LevelChange[], first: LevelChange, watermark: number): Evidence[] => {
  const known = new Map<string, Evidence>()
  const isFirst = (item: Evidence) => item.at === first.at && first.evidence.includes(item)
  for (const { evidence } of changes)
    for (const item of evidence)
      if (item.at <= watermark) known.set(`${item.kind} ${item.eventId} ${item.said?.from}`, item)
  return [...known.values()].sort(
    (a, b) => Number(isFirst(b)) - Number(isFirst(a)) || a.at - b.at || (a.said?.from ?? 0) - (b.said?.from ?? 0),
  )
}

/** What ends a level: a lower one, but from `critical` on only when a person says so. */
const findLowered = (changes: readonly LevelChange[], level: number, critical: number): LevelChange | undefined =>
  changes
    .slice(changes.findLastIndex((change) => change.level >= level) + 1)
    .find(({ source }) => level < critical || source === 'person')

/** Levels reached by the watermark; one that words alone speak for says so. */
export const judgeLevel = (call: Call, { rules }: Law, watermark: number): Candidate[] => {
  const { raise, critical } = rules.complaintLevel
  const reached = readLevels(call).changes.filter(({ at }) => at <= watermark)
  if (reached.length === 0) return []
  return COMPLAINT_LEVELS.flatMap((level) => {
    const changes = reached.filter((change) => change.level === level)
    const [first] = changes
    if (!first || level < raise) return []
    const after = reached.slice(reached.indexOf(first) + 1)
    const higher = after.find((change) => change.level > level)
    return [
      {
        rule: 'complaint_level' as const,
        severity: level >= critical ? ('critical' as const) : ('major' as const),
        subject: call.callId,
        episode: `L${level}`,
        segmentId: first.segmentId,
        agentId: call.segments.find(({ segmentId }) => segmentId === first.segmentId)?.agentId,
        level,
        source: (changes.find(({ source }) => source !== 'words') ?? first).source,
        dueAt: first.at,
        ...ending(findLowered(after, level, critical)?.at, higher?.at ?? call.clearedAt),
        evidence: listEvidence(changes, first, watermark),
      },
    ]
  })
}
