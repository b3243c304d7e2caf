import type { Clock } from '#server/clock.ts'
import type { Viewer } from '#server/domain/viewer.ts'
import type { Floors } from '#server/protocol/floor-port.ts'
import { createPush, type PushParts } from '#server/push/create-push.ts'
import type { LiveTransport } from '#server/push/live-transport.ts'
import { createScriptedDirectory } from './scripted-floor.ts'

/** Push with a door the test holds: people come in by name (`x-who`), and may be shown out again. */
export const createPushBench = (given: {
  floors: Floors
  transport: LiveTransport
  clock: Clock
  people: Record<string, Viewer>
  directory?: PushParts['directory']
  commands?: PushParts['commands']
  loadCallView?: PushParts['loadCallView']
  audit?: PushParts['audit']
  limits?: PushParts['limits']
}) => {
  const revoked = new Set<string>()
  const door = { rechecks: 0, isDown: false }
  const push = createPush({
    floors: given.floors,
    transport: given.transport,
    clock: given.clock,
    directory: given.directory ?? createScriptedDirectory({}),
    viewers: async (headers) => {
      const who = String(headers['x-who'])
      const viewer = given.people[who]
      return viewer && !revoked.has(who) ? { viewer, ticket: who } : null
    },
    recheck: async (tickets) => {
      door.rechecks++
      if (door.isDown) throw new Error('the database is away')
      return new Set(tickets.filter((ticket) => !revoked.has(ticket)))
    },
    commands: given.commands ?? { has: () => false, run: async () => ({ ok: true }) },
    loadCallView: given.loadCallView ?? (async () => null),
    audit: given.audit ?? (async () => {}),
    logger: { warn: () => {}, error: () => {} },
    limits: given.limits,
  })
  return { push, door, revoke: (who: string) => revoked.add(who) }
}
