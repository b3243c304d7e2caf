import { installProduct, type Product } from '#tests/support/product.ts'
import { waitFor } from '#tests/support/wait-for.ts'
import { countStored, type Stored } from './count-stored.ts'
import { type Hands, takeHands } from './floor-hands.ts'
import { type FloorLoad, startFloorLoad } from './floor-load.ts'
import { openFloor, startBrowser } from './open-floor.ts'
import type { InputKind } from './page-probe.ts'
import { watchPage } from './page-usage.ts'
import { type Crowding, describeCrowding, readMetric, readUsage, watchCrowding } from './process-usage.ts'
import { describeSpread, type Spread, spreadOf } from './quantile.ts'

const FEED = 'bench'
const FIRST_AGENT = 1001
const PAINT_AIM_MS = 200
const TASK_AIM_MS = 500
const FILTERS = ['count-talking', 'count-ready', 'count-hold', 'count-acw']
const TURNS = 20

export type BrowserOptions = { agents: number; eventsPerSecond: number; seconds: number; searches: number }

export type BrowserResult = Stored & {
  bench: 'browser'
  agents: number
  eventsPerSecond: number
  seconds: number
  /** Agents whose 工号 was typed and whose row then stood on screen, of how many. */
  searched: number
  notFound: string[]
  /** Agents met while the wheel went from the first row to the last. */
  swept: number
  nextPaint: Record<InputKind, Spread>
  answered: Record<InputKind, Spread>
  blankFrames: number
  longestTaskMs: number
  longestTaskAtOpeningMs: number
  longTasks: number
  pageBusy: number
  /** Share of the time in which the page had work and no processor: part of every figure above. */
  pageWaited?: number
  pageHeapMb: [before: number, after: number]
  pageNodes: [before: number, after: number]
  serverCores: number
  serverRssMb: [before: number, after: number]
  serverHeapMb: [before: number, after: number]
  /** What else went on: `waited` is the share of the time in which something waited for a processor. */
  machine: Crowding
  ok: { events: boolean; found: boolean; paint: boolean; tasks: boolean }
}

const KINDS: readonly InputKind[] = ['scroll', 'filter', 'search']

/** Every so manieth agent, spread over the whole floor. */
const pickAgents = (agents: number, wanted: number): string[] =>
  Array.from({ length: Math.min(agents, wanted) }, (_, index) =>
    String(FIRST_AGENT + Math.floor((index * agents) / Math.min(agents, wanted))),
  )

/** Scrolls, filters and searches in turn, until the time is over and every wanted agent was looked for. */
const workFloor = async (hands: Hands, wanted: readonly string[], until: number) => {
  const notFound: string[] = []
  const turns = 10
  const perTurn = Math.ceil(wanted.length / turns)
  for (let turn = 0; turn < turns || performance.now() < until; turn++) {
    await hands.scroll(TURNS, turn % 4 < 2)
    for (const filter of FILTERS) await hands.toggle(filter)
    for (const agentNo of wanted.slice(turn * perTurn, (turn + 1) * perTurn))
      if (!(await hands.find(agentNo))) notFound.push(agentNo)
    await hands.clearSearch()
  }
  return notFound
}

const measure = async (product: Product, load: FloorLoad, options: BrowserOptions, cookie: string) => {
  const { agents, seconds, searches } = options
  const browser = await startBrowser()
  try {
    const page = await openFloor(browser, product, cookie)
    const hands = takeHands(page)
    await waitFor(async () => (await hands.total()) === agents, 100)
    const watch = await watchPage(page)
    const pid = product.pid() ?? 0

    const heapMb = async () => Math.round((await readMetric(product.url, 'nodejs_heap_size_used_bytes')) / 1e6)
    const heapBefore = await heapMb()
    const before = { page: await watch.read(), server: readUsage(pid), sent: load.sent(), at: performance.now() }
    const readCrowding = watchCrowding()
    const pageBegan = await page.evaluate(() => performance.now())
    const wanted = pickAgents(agents, searches)
    const notFound = await workFloor(hands, wanted, before.at + seconds * 1_000)
    const seen = await hands.sweep()
    const after = { server: readUsage(pid), sent: load.sent(), at: performance.now(), page: await watch.read() }

    const machine = readCrowding()
    const probe = await page.evaluate(() => window.probe)
    const during = probe.longTasks.filter(({ at }) => at >= pageBegan).map(({ ms }) => ms)
    const opening = probe.longTasks.filter(({ at }) => at < pageBegan).map(({ ms }) => ms)
    const tookSec = (after.at - before.at) / 1_000
    const spreads = (list: typeof probe.answered) =>
      Object.fromEntries(
        KINDS.map((kind) => [kind, spreadOf(list.filter((one) => one.kind === kind).map(({ ms }) => ms))]),
      ) as Record<InputKind, Spread>
    const share = (value: number) => Math.round((value / tookSec) * 100) / 100
    return {
      machine,
      agents,
      eventsPerSecond: Math.round((after.sent - before.sent) / tookSec),
      seconds: Math.round(tookSec),
      searched: wanted.length,
      notFound,
      swept: seen.size,
      rowCount: await hands.rowCount(),
      nextPaint: spreads(probe.nextPaint),
      answered: spreads(probe.answered),
      blankFrames: probe.blankFrames,
      longestTaskMs: Math.max(0, ...during),
      longestTaskAtOpeningMs: Math.max(0, ...opening),
      longTasks: during.length,
      pageWaited:
        after.page.waitedSec === undefined || before.page.waitedSec === undefined
          ? undefined
          : share(after.page.waitedSec - before.page.waitedSec),
      pageBusy: share(after.page.busySec - before.page.busySec),
      pageScript: share(after.page.scriptSec - before.page.scriptSec),
      pageStyle: share(after.page.styleSec - before.page.styleSec),
      pageLayout: share(after.page.layoutSec - before.page.layoutSec),
      pageHeapMb: [Math.round(before.page.heapMb), Math.round(after.page.heapMb)] as [number, number],
      pageNodes: [before.page.nodes, after.page.nodes] as [number, number],
      serverCores: share(after.server.cpuSec - before.server.cpuSec),
      serverRssMb: [before.server.rssMb, after.server.rssMb] as [number, number],
      serverHeapMb: [heapBefore, await heapMb()] as [number, number],
    }
  } finally {
    await browser.close()
  }
}

/** A page of the floor in a real browser, in real use, while a whole call centre is at work. */
export const benchBrowser = async (options: BrowserOptions, say: (line: string) => void): Promise<BrowserResult> => {
  const product = await installProduct()
  try {
    const { token } = await product.addFeed(FEED)
    const password = await product.addUser('leader', 'admin')
    await product.start()
    const cookie = await product.signIn('leader', password)
    const load = await startFloorLoad({ url: product.url, token, feedId: FEED, seed: '1', ...options })
    say(`${options.agents} agents are on the floor; ${load.sent()} events brought them there`)
    await waitFor(load.isInTime)
    const measured = await measure(product, load, options, cookie)
    await load.drain()
    const stored = await countStored(product.sql, FEED, load)
    await load.close()
    await product.stop()

    say(`${measured.eventsPerSecond} events a second for ${measured.seconds} s`)
    say(describeCrowding(measured.machine))
    for (const kind of KINDS) say(describeSpread(`${kind} to next paint`, measured.nextPaint[kind]))
    for (const kind of KINDS) say(describeSpread(`${kind} to its answer`, measured.answered[kind]))
    say(`longest task ${measured.longestTaskMs} ms (while opening: ${measured.longestTaskAtOpeningMs} ms)`)
    const { pageBusy, pageWaited, serverCores } = measured
    const waited = pageWaited === undefined ? '' : `, of which it waited ${pageWaited} for a processor`
    say(`page busy ${pageBusy} of the time${waited}; server ${serverCores} of one core`)
    say(
      `${stored.sent} events sent, ${stored.acknowledged} acknowledged, ${stored.lost} lost, ${stored.doubled} doubled`,
    )
    if (load.cuts.length > 0) say(`the feed was cut: ${load.cuts.join('; ')}`)
    const { agents } = options
    return {
      bench: 'browser',
      ...measured,
      ...stored,
      ok: {
        events: stored.lost === 0 && stored.doubled === 0 && stored.acknowledged === stored.sent,
        found: measured.notFound.length === 0 && measured.swept === agents && measured.rowCount === agents,
        paint: KINDS.every((kind) => measured.answered[kind].maxMs <= PAINT_AIM_MS),
        tasks: measured.longestTaskMs <= TASK_AIM_MS && measured.longestTaskAtOpeningMs <= TASK_AIM_MS,
      },
    }
  } finally {
    await product.remove()
  }
}
