import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createLiveClient } from '#app/_live/live-client.ts'
import { createPageClock } from '#app/_live/page-clock.ts'
import { createLiveSocket } from '#app/_live/socket.ts'
import { createLiveStore, feedKey } from '#app/_live/store.ts'
import { createFakeLive, type FakeLive } from '#tests/support/fake-live.ts'
import { waitFor } from '#tests/support/wait-for.ts'
import { createSkippingTime } from './local-time.ts'

const FEED = 'pbx-1'
let http: Server
let live: FakeLive
const closing: (() => void)[] = []

const openPage = () => {
  const { time, skip } = createSkippingTime()
  const store = createLiveStore()
  // The server's time does not jump when the client's patience is skipped ahead.
  const clock = createPageClock(createSkippingTime().time)
  const { port } = http.address() as AddressInfo
  const socket = createLiveSocket(`http://127.0.0.1:${port}`)
  const client = createLiveClient({ store, clock, local: time, socket, beforePaint: (flush) => setTimeout(flush, 5) })
  client.start()
  closing.push(() => {
    client.close()
    clock.close()
  })
  return {
    client,
    clock,
    skip,
    state: () => store.getState(),
    agents: () => store.getState().streams[FEED]?.agents,
    renders: (listener: () => void) => store.subscribe(listener),
  }
}
type Page = ReturnType<typeof openPage>
const isReady = (page: Page) => waitFor(() => page.agents()?.size === live.feed(FEED).agents.size)
const isEqual = (page: Page) =>
  waitFor(
    () => JSON.stringify([...(page.agents() ?? [])].sort()) === JSON.stringify([...live.feed(FEED).agents].sort()),
  )

beforeEach(async () => {
  http = createServer()
  await new Promise<void>((done) => http.listen(0, '127.0.0.1', done))
  live = createFakeLive(http, [{ feedId: FEED, agents: 30 }])
})
afterEach(async () => {
  for (const close of closing.splice(0)) close()
  await live.close()
  http.close()
})

describe('the live client', () => {
  test('joins, takes a snapshot and follows changes', async () => {
    const page = openPage()
    await isReady(page)
    expect(page.state().connection).toBe('live')
    live.feed(FEED).stir(10)
    await isEqual(page)
    expect(live.countSnapshots()).toBe(1)
  })

  test('shows many frames of one moment in one change of the store', async () => {
    const page = openPage()
    await isReady(page)
    let changes = 0
    page.renders(() => {
      changes += 1
    })
    for (let index = 0; index < 20; index++) live.feed(FEED).stir(5)
    await isEqual(page)
    expect(changes).toBeLessThan(20)
  })

  test('asks for a snapshot after a gap and ends equal to the server', async () => {
    const page = openPage()
    await isReady(page)
    live.feed(FEED).skip()
    live.feed(FEED).stir(10)
    await waitFor(() => live.countSnapshots() === 2)
    await isEqual(page)
  })

  test('asks for a snapshot when the floor started over', async () => {
    const page = openPage()
    await isReady(page)
    live.feed(FEED).restart()
    live.feed(FEED).stir(3)
    await waitFor(() => page.state().streams[FEED]?.run === 'run-2')
    await isEqual(page)
  })

  test('says the connection is lost after a cut, keeps the rows, and recovers by itself', async () => {
    const page = openPage()
    await isReady(page)
    const lost = waitFor(() => page.state().connection === 'lost')
    live.cut()
    await lost
    expect(page.agents()?.size).toBe(30)
    live.feed(FEED).stir(10)
    await waitFor(() => page.state().connection === 'live')
    await isEqual(page)
  }, 15_000)

  test('says the connection is lost when the server falls silent, and takes it back with the next word', async () => {
    const page = openPage()
    await isReady(page)
    live.hang(true)
    page.skip(5001)
    await waitFor(() => page.state().connection === 'lost')
    expect(page.state().times[FEED]?.health).toBe('lost')
    live.hang(false)
    await waitFor(() => page.state().times[FEED]?.health === 'live')
  }, 15_000)

  test('calls a feed stale and stops its time when only the feed is silent', async () => {
    const page = openPage()
    await isReady(page)
    live.feed(FEED).silence()
    const lastAt = live.feed(FEED).feed.lastAt
    const time = await waitFor(() =>
      page.state().times[FEED]?.health === 'stale' ? page.state().times[FEED] : undefined,
    )
    expect(time.frozenAt).toBe(lastAt)
    expect(page.state().connection).toBe('live')
  }, 15_000)

  test('says the page is outdated when the server speaks another version', async () => {
    live.refuse('conflict')
    const page = openPage()
    await waitFor(() => page.state().connection === 'outdated')
  })

  test('says who is refused', async () => {
    live.refuse('unauthenticated')
    const page = openPage()
    await waitFor(() => page.state().connection === 'refused')
  })

  test('opens a call, follows it, and forgets it when nobody looks any more', async () => {
    const page = openPage()
    await isReady(page)
    const callId = [...live.feed(FEED).agents.values()].find((row) => row.call)?.call?.callId ?? ''
    const key = feedKey(FEED, callId)
    const leave = page.client.watchCall(FEED, callId)
    expect(page.state().calls[key]?.status).toBe('loading')
    await waitFor(() => page.state().calls[key]?.status === 'ready')
    leave()
    expect(page.state().calls[key]).toBeUndefined()
  })

  test('takes a call away when it is no longer theirs, and keeps the floor', async () => {
    const page = openPage()
    await isReady(page)
    const callId = [...live.feed(FEED).agents.values()].find((row) => row.call)?.call?.callId ?? ''
    page.client.watchCall(FEED, callId)
    const watched = () => page.state().calls[feedKey(FEED, callId)]
    await waitFor(() => watched()?.status === 'ready')
    live.io.emit('call:gone', { feed: FEED, callId, code: 'forbidden' })
    await waitFor(() => watched()?.status !== 'ready')
    expect(watched()).toEqual({ status: 'refused', code: 'forbidden' })
    live.feed(FEED).stir(5)
    await isEqual(page)
    expect(page.state().connection).toBe('live')
  })

  test('says why a call cannot be opened', async () => {
    const page = openPage()
    await isReady(page)
    page.client.watchCall(FEED, 'no-such-call')
    const call = await waitFor(() => {
      const watched = page.state().calls[feedKey(FEED, 'no-such-call')]
      return watched?.status === 'refused' ? watched : undefined
    })
    expect(call.code).toBe('not_found')
  })

  test('opens a watched call again after a cut', async () => {
    const page = openPage()
    await isReady(page)
    const row = [...live.feed(FEED).agents.values()].find((agent) => agent.call)
    const callId = row?.call?.callId ?? ''
    page.client.watchCall(FEED, callId)
    const first = await waitFor(() => page.state().calls[feedKey(FEED, callId)])
    live.cut()
    await waitFor(() => page.state().connection === 'live')
    await waitFor(() => {
      const now = page.state().calls[feedKey(FEED, callId)]
      return now?.status === 'ready' && now !== first
    })
  }, 15_000)

  test('carries a claim and brings back a refusal', async () => {
    const page = openPage()
    await isReady(page)
    const row = [...live.feed(FEED).agents.values()].find((agent) => agent.call && agent.alerts.length > 0)
    const body = { feed: FEED, callId: row?.call?.callId ?? '', key: row?.alerts[0]?.key ?? '' }
    expect(await page.client.request('alert:acknowledge', body)).toEqual({ ok: true })
    await waitFor(() => page.agents()?.get(row?.agentId ?? '')?.alerts[0]?.handling === 'acknowledged')
    live.refuse('conflict')
    expect(await page.client.request('alert:acknowledge', body)).toMatchObject({ ok: false, code: 'conflict' })
  })

  test('sends what is asked for while it still connects once it is connected, and nothing after it was closed', async () => {
    const [row] = [...live.feed(FEED).agents.values()].filter((agent) => agent.call && agent.alerts.length > 0)
    const body = { feed: FEED, callId: row?.call?.callId ?? '', key: row?.alerts[0]?.key ?? '' }
    const page = openPage()
    expect(page.state().connection).toBe('connecting')
    expect(await page.client.request('alert:acknowledge', body)).toEqual({ ok: true })
    page.client.close()
    expect(await page.client.request('alert:acknowledge', body)).toMatchObject({ ok: false, code: 'unavailable' })
  })

  test('gives up in time what no connection comes for, and does not send it later', async () => {
    const page = openPage()
    const asked = page.client.request('alert:acknowledge', { feed: FEED, callId: 'c', key: 'k' }, 0)
    expect(await asked).toMatchObject({ ok: false, code: 'unavailable' })
    await isReady(page)
    expect(live.requests).toEqual([])
  })
})
