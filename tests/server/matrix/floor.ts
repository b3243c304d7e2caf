import { io } from 'socket.io-client'
import { addFeed } from '#db/writes/add-feed.ts'
import { insertTeam } from '#db/writes/insert-team.ts'
import { placeAgents } from '#db/writes/place-agents.ts'
import { systemClock } from '#server/clock.ts'
import type { RunningServer } from '#server/create-server.ts'
import { PROTOCOL_VERSION } from '#server/protocol/version.ts'
import type { TestDatabase } from '#tests/support/database.ts'
import { waitFor } from '#tests/support/wait-for.ts'

export const FEED = 'pbx'
/** A call of the north team, with an alert. */
export const CALL = 'c1'
const AGO_MS = 60_000

/** Words that stand nowhere but in what belongs to one team. */
export const MARKS = { north: 'MarkOfNorth', south: 'MarkOfSouth' } as const
export type Side = keyof typeof MARKS
export const SIDES = ['north', 'south'] as const satisfies readonly Side[]
const AGENTS: Record<Side, string> = { north: '1001', south: '2001' }

const connectFeed = async (url: string, token: string) => {
  const socket = io(url, { path: '/feed', transports: ['websocket'], auth: { token }, reconnection: false })
  const hello = { v: PROTOCOL_VERSION, feedId: FEED, epoch: 'boot', order: 'time', resumed: true }
  const answer = await socket.emitWithAck('feed:hello', hello)
  if (!answer.ok) throw new Error(`the feed was refused: ${answer.message}`)
  return socket
}

/** Two teams with an agent each, and a call of the north one that went wrong; all told by a feed. */
export const fillFloor = async (server: RunningServer, db: TestDatabase) => {
  const { sql } = db.database
  const now = systemClock.now()
  for (const side of SIDES) await insertTeam(sql, { id: side, name: MARKS[side], createdAt: now - AGO_MS })
  const { token } = await addFeed(sql, { name: FEED, origin: 'owner' })
  const companion = await addFeed(sql, { name: 'words', origin: 'asr', feedId: FEED })

  const feed = await connectFeed(server.url, token)
  let told = 0
  const event = (type: string, agentId: string | undefined, data: object) => ({
    eventId: String(++told),
    type,
    occurredAt: new Date(now - AGO_MS + told * 1000).toISOString(),
    data,
    ...(agentId && { agentId }),
    ...(/^(call|complaint|transcript)/.test(type) && {
      callId: CALL,
      ...(agentId && { segmentId: `${CALL}-${agentId}` }),
    }),
  })
  const send = async (events: object[]) => {
    const answer = await feed.emitWithAck('feed:events', { events })
    if (!answer.ok || answer.dead.length > 0) throw new Error(`the feed was not understood: ${JSON.stringify(answer)}`)
    await feed.emitWithAck('feed:heartbeat', { at: new Date(systemClock.now()).toISOString() })
  }
  await send(SIDES.map((side) => event('agent.profile', AGENTS[side], { name: `${MARKS[side]}-agent` })))
  await waitFor(async () => (await sql`select 1 from agent`).length === SIDES.length)
  await sql.begin(async (tx) => {
    for (const side of SIDES)
      await placeAgents(tx, { feedId: FEED, agentIds: [AGENTS[side]], teamId: side, from: now - AGO_MS })
  })
  await send([
    event('call.offered', AGENTS.north, { direction: 'inbound', customerNumber: '13812345678' }),
    event('call.connected', AGENTS.north, {}),
    event('complaint.level', AGENTS.north, { level: 3, reason: `${MARKS.north}-reason` }),
    event('transcript.segment', AGENTS.north, { utteranceId: 'u1', role: 'customer', text: `${MARKS.north}-words` }),
  ])
  return { token, companionToken: companion.token, close: () => feed.disconnect() }
}
