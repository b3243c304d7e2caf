import type { Role, Viewer } from '#server/domain/viewer.ts'

export const viewerOf = (role: Role, teams: readonly string[] | 'all', more: Partial<Viewer> = {}): Viewer => ({
  kind: 'user',
  id: `${role}-${teams}`,
  name: `${role} ${teams}`,
  role,
  teams: teams === 'all' ? 'all' : new Set(teams),
  masked: true,
  ...more,
})
