import { request } from 'node:http'
import { io } from 'socket.io-client'
import { LIVE_PATH } from '#server/protocol/live.ts'
import type { Product } from '#tests/support/product.ts'
import type { Book } from './book.ts'
import { type Capture, createCapture } from './capture.ts'
import type { Numbers } from './numbers.ts'
import type { Lead } from './organisation.ts'
import type { Target, Visitor } from './visitor.ts'

type Visit = { capture: Capture; visitor: Visitor }
type Parts = {
  product: Product
  book: Book
  numbers: Numbers
  a: Visit
  b: Visit
  leads: Record<'a' | 'b', Lead>
  onlyOfA: readonly Target[]
  onlyOfB: readonly Target[]
}

const findAlert = async ({ sql }: Product, calls: readonly Target[]) => {
  const [alert] = await sql<{ callId: string; key: string }[]>`
    select call_id as "callId", event->'data'->>'key' as key from feed_event
    where type = 'alert.raised' and call_id = any(${calls.map(({ callId }) => callId)}::text[]) order by position limit 1`
  if (!alert) throw new Error('no alert was raised on these calls')
  return { feed: calls[0]?.feed ?? '', ...alert }
}

/** A handshake of a page that is not ours. */
const knockFrom = (url: string, origin: string, headers: Record<string, string>) =>
  new Promise<void>((resolve) => {
    const socket = io(url, {
      path: LIVE_PATH,
      transports: ['websocket'],
      forceNew: true,
      reconnection: false,
      extraHeaders: { origin, ...headers },
    })
    socket.once('connect_error', () => resolve(void socket.disconnect()))
  })

/** A request whose target no browser would send. */
const askRaw = (url: string, path: string) =>
  new Promise<void>((resolve, reject) => {
    request(url, { path }, (answer) => answer.resume().once('end', resolve))
      .once('error', reject)
      .end()
  })

/**
 * People put numbers where they do not belong, into addresses, headers, notes and reasons, and ask for what is not theirs.
 * Gives the numbers that were put into addresses and headers, which stand in the answers to them as well; those of notes
 * and reasons; and the one that was told by the command for it.
 */
export const provoke = async ({ product, book, numbers, a, b, leads, onlyOfA, onlyOfB }: Parts) => {
  const typed = new Set<string>()
  const type = () => {
    const number = numbers.mobile()
    typed.add(number)
    return number
  }
  const { url } = product

  for (const { capture } of [a, b]) {
    await capture.fetch('html', `/floor?q=${type()}&${type()}=1`)
    await capture.fetch('html', `/calls/pbx/${type()}`)
    await capture.fetch('rsc', `/settings/duty?day=${type()}`, { headers: { rsc: '1' } })
    await capture.fetch('exports', `/api/export/roster.csv?from=${type()}`)
    await capture.fetch('exports', `/api/export/roster.csv?${type()}=${type()}`)
    await capture.fetch('exports', `/api/export/${type()}.csv`)
    await capture.fetch('errors', `/${type()}/%e0%a4%a`)
    await capture.fetch('errors', '/floor', {
      method: 'POST',
      headers: { 'x-customer': type(), referer: `${url}/?${type()}` },
    })
    await capture.fetch('errors', '/floor', {
      method: 'POST',
      headers: { origin: url, 'next-action': type(), 'content-type': 'text/plain' },
      body: type(),
    })
    await capture.fetch('errors', '/api/auth/sign-in/username', {
      method: 'POST',
      headers: { origin: url, 'content-type': 'application/json' },
      body: `{"username": ${type()}`,
    })
  }
  await askRaw(url, `//${type()}/%`)
  await knockFrom(url, `http://${type()}.example`, { 'x-customer': type(), cookie: `session=${type()}` })

  const alertOfB = await findAlert(product, onlyOfB)
  const target = { feed: alertOfB.feed, callId: alertOfB.callId }
  await a.visitor.tryVerbs([
    {},
    target,
    alertOfB,
    { ...target, scenario: 'complaint' },
    { ...target, reason: 'other', text: `because of ${type()}` },
    { ...target, callId: type() },
    { [type()]: type() },
  ])
  const bSocket = await b.visitor.subscribe()
  const before = new Set(numbers.planted)
  const note = `${book.plant('b', 'note')} ${numbers.told()}`
  const resolved = await bSocket.emitWithAck('alert:resolve', { ...alertOfB, note })
  if (!resolved.ok) throw new Error(`the alert was not resolved: ${resolved.message}`)

  // The one way to a clear number is looked at apart from everything else that was received.
  const telling = createCapture(url, leads.a.cookie)
  const socket = await telling.open()
  const why = { reason: 'other', text: `${book.plant('a', 'why')} ${numbers.told()}` }
  const told = await socket.emitWithAck('call:reveal-number', { ...onlyOfA[0], ...why })
  telling.close()
  const noted: ReadonlySet<string> = new Set([...numbers.planted].filter((number) => !before.has(number)))
  return { addressed: typed as ReadonlySet<string>, noted, told: String(told.number), whereTold: telling.pieces }
}
