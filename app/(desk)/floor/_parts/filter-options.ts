import { compareText } from '../_model/attention.ts'
import { NONE } from '../_model/filter.ts'
import type { FloorSample } from '../_model/sampler.ts'

export type Option = { value: string; label: string }

const sorted = (options: Map<string, string>): Option[] =>
  [...options].map(([value, label]) => ({ value, label })).sort((a, b) => compareText(a.label, b.label))

/** Teams that have somebody on the floor now; `noTeam` names those without one. */
export const listTeams = ({ entries }: FloorSample, noTeam: string): Option[] => {
  const teams = new Map<string, string>()
  let hasUnplaced = false
  for (const { row } of entries) {
    if (row.teamId === undefined) hasUnplaced = true
    else teams.set(row.teamId, row.team ?? row.teamId)
  }
  return hasUnplaced ? [...sorted(teams), { value: NONE, label: noTeam }] : sorted(teams)
}

export const listQueues = ({ entries, streams }: FloorSample): Option[] => {
  const queues = new Map<string, string>()
  for (const stream of Object.values(streams)) for (const id of stream.queues.keys()) queues.set(id, id)
  for (const { row } of entries) if (row.call?.queueId) queues.set(row.call.queueId, row.call.queueId)
  return sorted(queues)
}
