import { io } from 'socket.io-client'
import type { Draft } from '#server/adapters/simulate/journal.ts'
import { systemClock } from '#server/clock.ts'
import { type Frame, LIVE_PATH } from '#server/protocol/live.ts'
import { PROTOCOL_VERSION } from '#server/protocol/version.ts'
import { installProduct, type Product } from '#tests/support/product.ts'
import { waitFor } from '#tests/support/wait-for.ts'
import { countStored } from './count-stored.ts'
import { type FloorLoad, startFloorLoad } from './floor-load.ts'
import { openFloor, startBrowser } from './open-floor.ts'
import { describeSpread, type Spread, spreadOf } from './quantile.ts'

const FEED = 'bench'
/** So few that all stand on one screen, so many that none changes twice within a frame. */
const PROBES = 15
const PROBE_NAME = '延时'
const PROBES_PER_SECOND = 40
const SETTLE_MS = 10_000

export type LatencyOptions = { agents: number; eventsPerSecond: number; samples: number }

export type LatencyResult = {
  bench: 'latency'
  /** Event to pixel over event to socket, medians: what the page adds. */
  ratio: number
  p50Ms: number
  p95Ms: number
  p99Ms: number
  /** From when an event was due to leave the feed until a viewer's socket had the changed row. */
  socket: Spread
  /** The same until the frame that shows it was painted. */
  pixel: Spread
  eventsPerSecond: number
  missed: number
  lost: number
  doubled: number
}

/** Words that arrive at a viewer's socket, by when they came. */
const listenAsViewer = async (product: Product, cookie: string, heard: (word: string) => void) => {
  const socket = io(product.url, {
    path: LIVE_PATH,
    transports: ['websocket'],
    forceNew: true,
    extraHeaders: { cookie, origin: product.url },
  })
  socket.on('frame', ({ changes }: Frame) => {
    for (const change of changes) if (change.kind === 'agent' && change.row?.reason) heard(change.row.reason)
  })
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve)
    socket.once('connect_error', reject)
  })
  await socket.timeout(10_000).emitWithAck('live:hello', { v: PROTOCOL_VERSION })
  return socket
}

/** Runs inside the page: tells of each reason a row begins to show, once the frame that shows it is painted. */
const watchReasons = () => {
  const told = new Set<string>()
  const tell = (reason: string) => {
    told.add(reason)
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel()
      port1.onmessage = () => window.painted.push([reason, Date.now()])
      port2.postMessage(null)
    })
  }
  window.painted = []
  new MutationObserver(() => {
    for (const cell of document.querySelectorAll('[data-column=state][title]')) {
      const reason = cell.getAttribute('title')
      if (reason && !told.has(reason)) tell(reason)
    }
  }).observe(document.body, { subtree: true, childList: true, attributes: true, attributeFilter: ['title'] })
}

declare global {
  interface Window {
    painted: [reason: string, at: number][]
  }
}

const probeId = (index: number) => `9${String(index % PROBES).padStart(3, '0')}`

const profileOf = (index: number, at: number): Draft => ({
  at,
  type: 'agent.profile',
  head: { agentId: probeId(index) },
  data: { name: `${PROBE_NAME}${index + 1}` },
})

const stateOf = (index: number, at: number, reason: string): Draft => ({
  at,
  type: 'agent.state',
  head: { agentId: probeId(index) },
  data: { state: 'not_ready', reason },
})

/** One probe after the other, each when it is due, whether or not the one before has arrived. */
const sendProbes = async (load: FloorLoad, samples: number): Promise<Map<string, number>> => {
  const due = new Map<string, number>()
  const began = systemClock.now()
  for (let index = 0; index < samples; ) {
    const now = systemClock.now()
    for (; index < samples; index++) {
      const at = began + (index * 1_000) / PROBES_PER_SECOND
      if (at > now) break
      due.set(`p${index}`, at)
      await load.inject([stateOf(index, now, `p${index}`)])
    }
    await new Promise((resolve) => setTimeout(resolve, 1))
  }
  return due
}

/** How old a fact is when it reaches a viewer, while a whole call centre is at work. */
export const benchLatency = async (options: LatencyOptions, say: (line: string) => void): Promise<LatencyResult> => {
  const product = await installProduct()
  const browser = await startBrowser()
  try {
    const { token } = await product.addFeed(FEED)
    const password = await product.addUser('leader', 'admin')
    await product.start()
    const cookie = await product.signIn('leader', password)
    const load = await startFloorLoad({ url: product.url, token, feedId: FEED, seed: '1', ...options })
    await waitFor(load.isInTime)
    await load.inject(Array.from({ length: PROBES }, (_, index) => profileOf(index, systemClock.now())))

    const heard = new Map<string, number>()
    const socket = await listenAsViewer(product, cookie, (word) => {
      if (!heard.has(word)) heard.set(word, systemClock.now())
    })
    const page = await openFloor(browser, product, cookie, `?q=${encodeURIComponent(PROBE_NAME)}`)
    await page.locator(`[data-testid=shown-count][data-shown="${PROBES}"]`).waitFor()
    await page.evaluate(watchReasons)
    say(`${options.agents} agents are on the floor; ${options.samples} events are followed to the screen`)

    const began = { at: systemClock.now(), sent: load.sent() }
    const due = await sendProbes(load, options.samples)
    const perSecond = (load.sent() - began.sent) / ((systemClock.now() - began.at) / 1_000)
    const patience = systemClock.now() + SETTLE_MS
    const countPainted = () => page.evaluate(() => window.painted.length)
    await waitFor(async () => (await countPainted()) >= options.samples || systemClock.now() > patience, 200)
    const painted = new Map(await page.evaluate(() => window.painted))
    socket.close()
    await load.drain()
    const { lost, doubled } = await countStored(product.sql, FEED, load)
    await load.close()
    await product.stop()

    const ages = (arrived: ReadonlyMap<string, number>) =>
      [...due].flatMap(([word, at]) => (arrived.has(word) ? [(arrived.get(word) ?? 0) - at] : []))
    const onSocket = spreadOf(ages(heard))
    const onScreen = spreadOf(ages(painted))
    say(describeSpread('event to socket', onSocket))
    say(describeSpread('event to pixel', onScreen))
    return {
      bench: 'latency',
      ratio: Math.round((onScreen.p50Ms / onSocket.p50Ms) * 100) / 100,
      p50Ms: onScreen.p50Ms,
      p95Ms: onScreen.p95Ms,
      p99Ms: onScreen.p99Ms,
      socket: onSocket,
      pixel: onScreen,
      eventsPerSecond: Math.round(perSecond),
      missed: options.samples * 2 - onSocket.samples - onScreen.samples,
      lost,
      doubled,
    }
  } finally {
    await browser.close()
    await product.remove()
  }
}
