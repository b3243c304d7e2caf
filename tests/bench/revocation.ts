import { insertTeam } from '#db/writes/insert-team.ts'
import { systemClock } from '#server/clock.ts'
import { installProduct, type Product } from '#tests/support/product.ts'
import { waitFor } from '#tests/support/wait-for.ts'
import { startFloorLoad } from './floor-load.ts'
import { addMember, cookieNameOf, type Member, type OpenPage, openPage } from './open-sessions.ts'
import { describeSpread, type Spread, spreadOf } from './quantile.ts'
import { askAs, OTHER_TEAM, revokeAll, WAYS } from './revoke.ts'

const FEED = 'bench'
const TEAM = 'team'
const LIMIT_MS = 2_000
/** A page that is open so long after its revocation is counted as never closed. */
const PATIENCE_MS = 10_000
const COUNT_MS = 10_000
const FEW = 2
/** Pages that open together. */
const AT_ONCE = 50
const FLOOR = { agents: 50, eventsPerSecond: 20 }

/** From the acknowledgement of what revoked a page's rights. */
type Measured = { closed: Spread; lastFrame: Spread; open: number }
export type RevocationResult = {
  bench: 'revocation'
  sockets: number
  nodes: number
  ways: Record<string, Measured>
  /** Questions for the rights of open pages that the database was asked per second and server, by how many pages were open. */
  questionsPerSecond: Record<number, number>
  within2s: boolean
}

/** How often the database is asked for rights while nobody connects, per second and server. */
const countQuestions = async (product: Product, nodes: number): Promise<number> => {
  const { sql } = product
  const isLogging = async (statements: 'all' | 'none') => {
    await sql.unsafe(`alter system set log_statement = '${statements}'`)
    await sql`select pg_reload_conf()`
    await waitFor(async () => (await sql`show log_statement`)[0]?.log_statement === statements)
  }
  const count = () => product.databaseLog().match(/from app_session s\b/g)?.length ?? 0
  await isLogging('all')
  const before = count()
  await new Promise((resolve) => setTimeout(resolve, COUNT_MS))
  const asked = count() - before
  await isLogging('none')
  return asked / (COUNT_MS / 1_000) / nodes
}

const measure = (pages: readonly OpenPage[], acknowledged: ReadonlyMap<OpenPage, number>): Measured => {
  const since = (page: OpenPage, at: number) => Math.max(0, at - (acknowledged.get(page) ?? 0))
  return {
    closed: spreadOf(pages.map((page) => since(page, page.closedAt ?? systemClock.now()))),
    lastFrame: spreadOf(pages.map((page) => since(page, page.lastFrameAt))),
    open: pages.filter(({ closedAt }) => closedAt === undefined).length,
  }
}

/** How soon open pages of two servers end when the rights they were opened with do. */
export const benchRevocation = async (sockets: number, say: (line: string) => void): Promise<RevocationResult> => {
  const product = await installProduct()
  try {
    const { token } = await product.addFeed(FEED)
    for (const id of [TEAM, OTHER_TEAM]) await insertTeam(product.sql, { id, name: id, createdAt: systemClock.now() })
    const password = await product.addUser('leader', 'admin')
    await product.start()
    const adminCookie = await product.signIn('leader', password)
    const nodes = [product.url, await product.startBeside()]
    const load = await startFloorLoad({ url: nodes[1] ?? '', token, feedId: FEED, seed: '1', ...FLOOR })
    const cookieName = cookieNameOf(adminCookie)
    let people = 0

    /** Everybody has a page at each server. */
    const openPages = async (count: number, prepare?: (member: Member) => Promise<void>): Promise<OpenPage[]> => {
      const members: Member[] = []
      while (members.length * nodes.length < count) members.push(await addMember(product, `member-${++people}`, TEAM))
      // One after the other: this is not what is measured, and a server busy with it would answer for nothing else.
      for (const member of members) await prepare?.(member)
      const places = members.flatMap((member) => nodes.map((node) => ({ member, node }))).slice(0, count)
      const pages: OpenPage[] = []
      for (let i = 0; i < places.length; i += AT_ONCE) {
        const some = places.slice(i, i + AT_ONCE)
        pages.push(...(await Promise.all(some.map(({ member, node }) => openPage(product, node, member, cookieName)))))
      }
      return pages
    }
    const questionsPerSecond: Record<number, number> = {}
    const countWith = async (pages: readonly OpenPage[]) => {
      const asked = await countQuestions(product, nodes.length)
      questionsPerSecond[pages.length] = asked
      say(
        `${pages.length} pages at ${nodes.length} servers: the database is asked for rights ${asked} times a second by each`,
      )
    }

    const few = await openPages(FEW)
    await countWith(few)
    for (const { socket } of few) socket.disconnect()

    const ways: Record<string, Measured> = {}
    for (const [name, way] of Object.entries(WAYS)) {
      const admin = askAs(product.url, adminCookie)
      const pages = await openPages(sockets, (member) => way.prepare?.(admin.ask, member) ?? Promise.resolve())
      if (questionsPerSecond[sockets] === undefined) await countWith(pages)
      const acknowledged = await revokeAll(way, admin.ask, pages)
      const patience = systemClock.now() + PATIENCE_MS
      await waitFor(() => pages.every(({ closedAt }) => closedAt !== undefined) || systemClock.now() > patience)
      admin.close()
      const measured = measure(pages, acknowledged)
      ways[name] = measured
      say(describeSpread(`${name}, until closed`, measured.closed))
      say(describeSpread(`${name}, last frame`, measured.lastFrame))
      for (const { socket } of pages) socket.disconnect()
    }
    await load.drain()
    await load.close()
    return {
      bench: 'revocation',
      sockets,
      nodes: nodes.length,
      ways,
      questionsPerSecond,
      within2s: Object.values(ways).every(
        ({ closed, lastFrame, open }) => open === 0 && closed.maxMs <= LIMIT_MS && lastFrame.maxMs <= LIMIT_MS,
      ),
    }
  } finally {
    await product.remove()
  }
}
