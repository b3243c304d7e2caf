import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Change } from '#server/protocol/live.ts'
import { changesFor, createStream, everythingFor } from '#server/push/stream.ts'
import { agentRow, createScriptedFloor, queueRow, type ScriptedFloor } from '#tests/support/scripted-floor.ts'
import { viewerOf } from '#tests/support/viewers.ts'

const TEAMS = ['a', 'b', 'c']
const IDS = ['1', '2', '3', '4']
const arbitraryTeams = fc.subarray(TEAMS)
const arbitraryPut = fc.record({
  kind: fc.constantFrom('agent' as const, 'queue' as const),
  id: fc.constantFrom(...IDS),
  teams: arbitraryTeams,
})

type Put = { kind: 'agent' | 'queue'; id: string; teams: string[] }

/** Every row says whose it is, so that what was sent can be looked through for what is not theirs. */
const put = (floor: ScriptedFloor, { kind, id, teams }: Put) => {
  const mark = teams.map((team) => `of-${team};`).join('')
  if (kind === 'agent') floor.setAgent(agentRow(id, { name: mark }), teams)
  else floor.setQueue(queueRow(`${id}${mark}`), teams)
}

const foreignOnly = (changes: readonly Change[], own: readonly string[]): Change[] =>
  changes.filter((change) => {
    if (change.kind === 'feed' || change.row === null) return false
    const text = JSON.stringify(change.row)
    return !own.some((team) => text.includes(`of-${team};`))
  })

test('[SCOPE-6] no snapshot and no frame of a supervisor’s stream holds a row of other teams only', () => {
  fc.assert(
    fc.property(fc.array(arbitraryPut), fc.array(arbitraryPut), arbitraryTeams, (first, then, own) => {
      const floor = createScriptedFloor('pbx')
      for (const one of first) put(floor, one)
      const stream = createStream('room', viewerOf('supervisor', own), 1, 0)
      const sent = new Map<string, Change>()
      const take = (changes: readonly Change[]) => {
        expect(foreignOnly(changes, own)).toEqual([])
        for (const change of changes) {
          if (change.row === null) sent.delete(`${change.kind}:${change.id}`)
          else sent.set(`${change.kind}:${change.id}`, change)
        }
      }
      take(everythingFor(stream, floor))
      for (const one of then) {
        put(floor, one)
        const agents = new Map(one.kind === 'agent' ? [[one.id, floor.agent(one.id)]] : [])
        take(changesFor(stream, { agents, queues: new Map(), feed: null }))
      }
      // An agent who was moved away is not left on their screens either.
      const agentsSent = [...sent.values()].flatMap((change) => (change.kind === 'agent' ? [change.id] : []))
      const agentsTheirs = [...floor.agentIds()].filter((id) =>
        floor.agent(id)?.subject.teamIds.some((team) => own.includes(team)),
      )
      expect(agentsSent.sort()).toEqual(agentsTheirs.sort())
    }),
  )
})

test('[SCOPE-7] what a feed knows of itself goes to those who see all teams, how old it is to everybody', () => {
  const floor = createScriptedFloor('pbx')
  floor.setFeed({
    unmatched: 7,
    sources: [{ origin: 'asr', name: 'vendor of the speech engine', health: 'stale', connected: false }],
  })
  const feedOf = (viewer: Parameters<typeof createStream>[1]) =>
    everythingFor(createStream('room', viewer, 1, 0), floor).find(({ kind }) => kind === 'feed')?.row
  expect(feedOf(viewerOf('manager', 'all'))).toMatchObject({ unmatched: 7, unplacedAgents: 3 })
  expect(feedOf(viewerOf('floor_manager', 'all'))).toMatchObject({ unmatched: 7, unplacedAgents: undefined })
  const scoped = feedOf(viewerOf('supervisor', ['a']))
  expect(scoped).toMatchObject({
    health: 'live',
    unmatched: undefined,
    unplacedAgents: undefined,
    sources: [{ origin: 'asr', name: 'asr', health: 'stale' }],
  })
  expect(JSON.stringify(feedOf(viewerOf('manager', ['a'])))).not.toContain('vendor')
})
