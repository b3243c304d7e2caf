import type { Namespace } from 'socket.io'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { systemClock } from '#server/clock.ts'
import type { CallFrame, Snapshot } from '#server/protocol/live.ts'
import { PROTOCOL_VERSION } from '#server/protocol/version.ts'
import { handshake, sendRaw } from '#tests/support/raw-http.ts'
import { waitFor } from '#tests/support/wait-for.ts'
import { type Door, headersOf, openDoor } from './door.ts'
import { judgeRows } from './enumerate.ts'
import { CALL, FEED, MARKS, SIDES } from './floor.ts'
import { bodyOf, DOORS, FEED_NAMES, FEEDS, LIVE, LIVE_NAMES, type LiveName, ROOMS, type Said } from './messages.ts'
import { enter, shout, watchNamespaces } from './sockets.ts'
import { BY_HEADER, BY_SPELLING } from './variants.ts'
import { NEVER_SEES, type Row, WHO, type Who } from './who.ts'

const PATIENCE_MS = 120_000
const INSIDE = WHO.filter((who) => DOORS['/live /']?.[who] === 'in')

let namespaces: Map<string, Namespace>
let door: Door
let alertKey: string
type Page = Awaited<ReturnType<typeof enter>>['socket']
const pages = new Map<Who, Page>()
/** A page is answered fifty times in ten seconds; before that everybody opens another. */
const ASKED_OF_A_PAGE = 40

const openPages = async () => {
  for (const who of INSIDE) {
    pages.get(who)?.disconnect()
    const { socket } = await enter(door, who, '/live')
    await socket.emitWithAck('live:hello', { v: PROTOCOL_VERSION })
    pages.set(who, socket)
  }
}

beforeAll(async () => {
  namespaces = watchNamespaces()
  door = await openDoor()
  await openPages()
  alertKey = await waitFor(async () => {
    const answer = await pageOf('admin').emitWithAck('call:watch', { feed: FEED, callId: CALL })
    return (answer.frame as CallFrame | undefined)?.view.alerts[0]?.key
  })
}, PATIENCE_MS)
afterAll(async () => {
  for (const page of pages.values()) page.disconnect()
  await door.close()
})

const pageOf = (who: Who): Page => {
  const page = pages.get(who)
  if (!page) throw new Error(`${who} has no page`)
  return page
}

const rowOf = async <O>(read: (who: Who) => Promise<O>): Promise<Record<string, O>> =>
  Object.fromEntries(await Promise.all(WHO.map(async (who) => [who, await read(who)] as const)))

const said = (answer: { ok: boolean; code?: string }): string =>
  answer.ok ? 'ok' : answer.code === 'bad_request' ? 'heard' : (answer.code ?? 'no word')

const namespaceOf = (name: string): Namespace => {
  const namespace = namespaces.get(name)
  if (!namespace) throw new Error(`there is no ${name}`)
  return namespace
}

describe('the matrix of doors', () => {
  it('[SCOPE-8] has a row for every path and namespace that takes sockets', () => {
    expect(judgeRows(DOORS, [...namespaces.keys()], 'messages.ts')).toEqual([])
    expect(door.sockets.map((path) => `${path} /`).sort()).toEqual([...namespaces.keys()].sort())
  })

  it.each(Object.keys(DOORS))('[SCOPE-8] %s lets in whom its row says', async (name) => {
    const [path = ''] = name.split(' ')
    expect(await rowOf(async (who) => leave(await enter(door, who, path)))).toEqual(DOORS[name])
  })

  const leave = ({ socket, outcome }: Awaited<ReturnType<typeof enter>>) => {
    socket.disconnect()
    return outcome
  }

  it.each(Object.keys(DOORS))('lets nobody in at another namespace of %s', async (name) => {
    const [path = ''] = name.split(' ')
    for (const namespace of ['/admin', '/live', '/feed', '/*'])
      for (const who of WHO) {
        const { socket, outcome } = await enter(door, who, path, { namespace })
        socket.disconnect()
        expect(outcome, `${who} at ${namespace}`).toBe('Invalid namespace')
      }
  })

  it.each(Object.entries(BY_HEADER))('[EDGE-9] %s: nobody gets more at a door', async (_, way) => {
    for (const [name, row] of Object.entries(DOORS)) {
      const [path = ''] = name.split(' ')
      for (const [turn, who] of WHO.entries()) {
        const { headers = {} } = way.ask({ path }, door.url, turn)
        const { socket, outcome } = await enter(door, who, path, { headers })
        socket.disconnect()
        expect(outcome, `${who} at ${path}`).toBe(row[who])
      }
    }
  })

  it.each(Object.entries(BY_SPELLING))('[EDGE-9] %s: opens no door', async (_, way) => {
    for (const path of door.sockets)
      for (const [turn, who] of WHO.entries()) {
        const { path: spelled } = way.ask({ path }, door.url, turn)
        if (spelled.replace(/\/$/, '') === path) continue
        const origin: Record<string, string> = path === '/live' ? { origin: door.url } : {}
        const target = `${spelled}?EIO=4&transport=websocket`
        const answer = await sendRaw(door.port, handshake(target, { ...headersOf(door.credentials[who]), ...origin }))
        expect(answer, `${who} at ${spelled}`).not.toContain(' 101 ')
      }
  })
})

describe('the matrix of messages', () => {
  it('[SCOPE-8] has a row for everything a connected page or feed is listened to for', async () => {
    const own = ['error', 'disconnect']
    for (const socket of namespaceOf('/live /').sockets.values()) {
      // One listener for all names: what is no read is a verb, and both have a row or do not compile.
      expect(socket.eventNames()).toEqual(own)
      expect(socket.listenersAny()).toHaveLength(1)
    }
    const { socket: feed } = await enter(door, 'feed token', '/feed')
    const heard = [...namespaceOf('/feed /').sockets.values()].flatMap((socket) => socket.eventNames().map(String))
    feed.disconnect()
    expect(judgeRows({ ...FEEDS, error: {}, disconnect: {} }, [...new Set(heard)], 'messages.ts')).toEqual([])
  })

  it('answers nobody to a message that is in no row', async () => {
    for (const who of INSIDE) {
      const answer = await pageOf(who).emitWithAck('floor:open', {})
      expect(answer, who).toMatchObject({ ok: false, code: 'bad_request', message: 'This request is not known here.' })
    }
  })

  const liveRow = (name: LiveName) =>
    rowOf(async (who) =>
      INSIDE.includes(who)
        ? said(await pageOf(who).emitWithAck(name, bodyOf(name, alertKey, PROTOCOL_VERSION)))
        : await shout(door, who, '/live', name, bodyOf(name, alertKey, PROTOCOL_VERSION)),
    )
  it.each(LIVE_NAMES)('[SCOPE-8] %s answers each as its row says', async (name) => {
    if (LIVE_NAMES.indexOf(name) % ASKED_OF_A_PAGE === 0) await openPages()
    const row: Row<Said> = LIVE[name]
    expect(await liveRow(name)).toEqual(row)
  })

  it.each(FEED_NAMES)('[SCOPE-8] %s answers each as its row says', async (name) => {
    const now = new Date(systemClock.now()).toISOString()
    const bodies = {
      'feed:hello': { v: PROTOCOL_VERSION, feedId: FEED, epoch: 'matrix', order: 'time', resumed: true },
      'feed:events': {
        events: [{ eventId: 'x', type: 'signal.category', occurredAt: now, data: { category: 'x' } }],
      },
      'feed:heartbeat': { at: now },
    }
    const row = await rowOf(async (who) => {
      if (DOORS['/feed /']?.[who] !== 'in') return shout(door, who, '/feed', name, bodies[name])
      const { socket } = await enter(door, who, '/feed')
      const hello = await socket.emitWithAck('feed:hello', bodies['feed:hello'])
      const answer = name === 'feed:hello' ? hello : await socket.emitWithAck(name, bodies[name])
      socket.disconnect()
      return said(answer)
    })
    expect(row).toEqual(FEEDS[name])
  })

  it('lets a token speak for its own feed alone', async () => {
    for (const who of ['feed token', 'companion token'] as const) {
      const { socket } = await enter(door, who, '/feed')
      const hello = { v: PROTOCOL_VERSION, feedId: 'another', epoch: 'matrix', order: 'time', resumed: true }
      expect(await socket.emitWithAck('feed:hello', hello), who).toMatchObject({ ok: false, code: 'forbidden' })
      socket.disconnect()
    }
  })
})

describe('the matrix of rooms', () => {
  const roomsOf = (page: Page): string[] => {
    const rooms = namespaceOf('/live /').adapter.sids.get(page.id ?? '') ?? []
    return [...rooms].filter((room) => room !== page.id).map((room) => room.replaceAll('\n', ' '))
  }
  const kindOf = (room: string) => room.split(' ')[0] ?? ''

  beforeAll(async () => {
    await openPages()
    for (const who of INSIDE) await pageOf(who).emitWithAck('call:watch', { feed: FEED, callId: CALL })
  })

  it('[SCOPE-8] has a row for every kind of room there is', () => {
    const kinds = new Set(INSIDE.flatMap((who) => roomsOf(pageOf(who)).map(kindOf)))
    expect(
      [...kinds].filter((kind) => !Object.hasOwn(ROOMS, kind)).map((kind) => `${kind}: add a row in ROOMS`),
    ).toEqual([])
  })

  it.each(Object.keys(ROOMS))('[SCOPE-8] %s holds each where its row says', async (kind) => {
    const row = await rowOf(async (who) => {
      const page = pages.get(who)
      const rooms = page ? roomsOf(page).filter((room) => kindOf(room) === kind) : []
      return rooms.map((room) => room.slice(kind.length + 1)).join('; ')
    })
    expect(row).toEqual(ROOMS[kind])
  })

  it('[SCOPE-1] gives nobody a word of a team that is not theirs, and everybody those of their own', async () => {
    for (const who of INSIDE) {
      const { snapshot } = (await pageOf(who).emitWithAck('live:snapshot', { feed: FEED })) as { snapshot: Snapshot }
      const shown = SIDES.filter((side) => JSON.stringify(snapshot).includes(MARKS[side]))
      expect(shown, who).toEqual(SIDES.filter((side) => !NEVER_SEES[who].includes(side)))
    }
  })
})
