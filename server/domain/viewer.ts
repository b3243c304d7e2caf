import { may } from './may.ts'

/** Who is looking. Made on the server from a session or a device token; never from what the client says. */
export const VIEWER_KINDS = ['user', 'screen'] as const
export const ROLES = ['admin', 'manager', 'floor_manager', 'supervisor', 'viewer'] as const
export type Role = (typeof ROLES)[number]

export type Viewer = {
  kind: (typeof VIEWER_KINDS)[number]
  id: string
  name: string
  role: Role
  /** Team ids the viewer may see, or everything. */
  teams: ReadonlySet<string> | 'all'
  /** True: customer numbers leave masked. A full one leaves only by its own command. */
  masked: boolean
}

/** What a thing on the floor belongs to. `teamIds` empty: an agent nobody has placed yet, or a call no agent took. */
export type Subject = { teamIds: readonly string[] }

/** The one scope rule: default deny; a scoped viewer sees what any of their teams owns. */
export const canSee = (viewer: Viewer, subject: Subject): boolean =>
  viewer.teams === 'all' || subject.teamIds.some((team) => (viewer.teams as ReadonlySet<string>).has(team))

/** Who may place agents into teams, and so is told how many wait. */
export const canPlaceAgents = (viewer: Viewer): boolean => viewer.teams === 'all' && may(viewer, 'agent.place')

/** Equal keys see equal bytes: one stream is encoded once for all of them. */
export const audienceKey = (viewer: Viewer): string => {
  const scope = viewer.teams === 'all' ? 'all' : [...viewer.teams].sort().join(',')
  return `${scope}|${viewer.masked ? 'masked' : 'clear'}${canPlaceAgents(viewer) ? '|places' : ''}`
}
