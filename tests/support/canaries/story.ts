import { readFileSync } from 'node:fs'
import { connectFeed } from '#server/adapters/feed-client.ts'
import { systemClock } from '#server/clock.ts'
import type { Event } from '#server/domain/event.ts'
import { installProduct, type Product } from '#tests/support/product.ts'
import { waitFor } from '#tests/support/wait-for.ts'
import { createBook } from './book.ts'
import { createCapture } from './capture.ts'
import { type CallStory, createCanaryFloor } from './floor.ts'
import { mischief } from './mischief.ts'
import { createNumbers } from './numbers.ts'
import { foundTeams, type Lead } from './organisation.ts'
import { provoke } from './provoke.ts'
import { readStore } from './store.ts'
import { createVisitor, MOST_WATCHED, type Target } from './visitor.ts'

const FEED = 'pbx'
/** Of team b's alone. */
const OTHER_FEED = 'crm'
const MINUTE = 60_000
const MINUTES = 10
const STEP_MS = 5_000
const LOUD = { LOG_LEVEL: 'debug' }
/** So often people open what is going on, in steps. */
const LOOK_EVERY = 6
/** Cleared calls leave the floor's memory after a quarter of an hour, and are shown from the record. */
const FORGET_MINUTES = 17
const PAGES_OF_CALLS = 6

const targetsOf = (stories: readonly CallStory[]): Target[] => stories.map(({ callId }) => ({ feed: FEED, callId }))

/** Every call that ended stands in the record. */
const isRecorded = async ({ sql }: Product): Promise<boolean> => {
  const [row] = await sql<{ missing: number }[]>`
    select count(*)::int as missing from feed_event e left join call c using (feed_id, call_id)
    where e.type = 'call.cleared' and c.cleared_at is null`
  return row?.missing === 0
}

/** Calls the floor holds in memory. */
const countHeld = async ({ url }: Product): Promise<number> => {
  const metrics = await fetch(`${url}/api/metrics`).then((answer) => answer.text())
  return Number(metrics.match(/^linewarden_floor_calls\{feed="pbx"\} (\d+)/m)?.[1])
}

/** Ten minutes of a floor with canaries, and what two supervisors of different teams get to see of it. */
export const tellStory = async () => {
  const product = await installProduct()
  try {
    await product.start(LOUD)
    return await tell(product)
  } finally {
    await product.remove()
  }
}

const tell = async (product: Product) => {
  const book = createBook()
  const numbers = createNumbers()
  const startMs = systemClock.now() - (MINUTES + FORGET_MINUTES) * MINUTE
  const epoch = `canaries-${startMs}`
  const floor = createCanaryFloor({ book, numbers, epoch, startMs })
  const sent: string[] = []
  const connect = async (feedId: string, order: 'seq' | 'time') => {
    const { token } = await product.addFeed(feedId)
    const hello = { feedId, order, epoch, program: `program of ${numbers.mobile()}` }
    sent.push(JSON.stringify(hello))
    const client = connectFeed({ url: product.url, token, hello, clock: systemClock })
    const send = async (events: readonly Event[], at: number) => {
      sent.push(JSON.stringify(events))
      if (events.length > 0) await client.send(events)
      await client.heartbeat(at)
      await client.drained()
    }
    return { send, client }
  }
  const pbx = await connect(FEED, 'seq')
  const crm = await connect(OTHER_FEED, 'time')
  const leads = await foundTeams({ product, book, floor, feedId: FEED, startMs })
  const visit = ({ cookie }: Lead) => {
    const capture = createCapture(product.url, cookie)
    return { capture, visitor: createVisitor(capture, [FEED, OTHER_FEED]) }
  }
  const a = visit(leads.a)
  const b = visit(leads.b)
  const both = [a, b]

  await pbx.send(floor.beginning, startMs)
  const oddities = mischief(book, numbers, startMs)
  await crm.send(oddities.events, startMs)
  for (const { visitor } of both) await visitor.subscribe()
  for (let step = 1; step <= (MINUTES * MINUTE) / STEP_MS; step++) {
    const at = startMs + step * STEP_MS
    await pbx.send(floor.advance(at), at)
    if (step % LOOK_EVERY !== 0) continue
    const live = targetsOf(floor.liveCalls()).toSorted(() => (step % 2 === 0 ? 1 : -1))
    for (const { visitor } of both) await visitor.watch(live.slice(0, MOST_WATCHED))
  }

  for (let minute = 1; minute <= FORGET_MINUTES; minute++) {
    const at = startMs + (MINUTES + minute) * MINUTE
    await pbx.send(floor.idle(at), at)
  }
  await waitFor(() => isRecorded(product), 50)
  const stories = floor.stories()
  // From here on the calls that are over are shown from the record; a floor lets go of them as long as its feed is heard.
  await waitFor(async () => {
    await pbx.send([], startMs + (MINUTES + FORGET_MINUTES) * MINUTE)
    return (await countHeld(product)) < stories.length
  }, 500)
  const ofBoth = stories.filter(({ sides }) => sides.has('a') && sides.has('b'))
  const only = (side: 'a' | 'b') => stories.filter(({ sides }) => sides.has(side) && sides.size === 1)
  const openAll = async ({ visitor }: ReturnType<typeof visit>) => {
    const shown = new Set<string>()
    for (let i = 0; i < stories.length; i += MOST_WATCHED)
      for (const { callId } of await visitor.watch(targetsOf(stories.slice(i, i + MOST_WATCHED)))) shown.add(callId)
    return shown
  }
  const opened = { a: await openAll(a), b: await openAll(b) }
  const pagesOf = [...ofBoth, ...only('a').slice(0, PAGES_OF_CALLS), ...only('b').slice(0, PAGES_OF_CALLS)]
  const provoked = await provoke({
    product,
    book,
    numbers,
    a,
    b,
    leads,
    onlyOfB: targetsOf(only('b')),
    onlyOfA: targetsOf(only('a')),
  })
  for (const { visitor } of both) {
    await visitor.openPages(targetsOf(pagesOf.slice(0, 3 * PAGES_OF_CALLS)))
    await visitor.takeFiles()
  }
  await pbx.client.close()
  await crm.client.close()
  for (const { capture } of both) capture.close()
  await product.stop()
  return {
    book,
    numbers,
    provoked,
    oddities,
    agentNoOf: floor.agentNoOf,
    stories,
    opened,
    captures: { a: a.capture.pieces, b: b.capture.pieces },
    sent: sent.join('\n'),
    store: await readStore(product.sql),
    log: readFileSync(product.logFile, 'utf8'),
    databaseLog: product.databaseLog(),
  }
}
export type Story = Awaited<ReturnType<typeof tellStory>>
