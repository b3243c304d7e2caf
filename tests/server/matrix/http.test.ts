import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { AUTH_PATHS, askAuth, INWARD, SIGN_OUT } from './auth-paths.ts'
import { type Answer, type Asking, type Door, openDoor } from './door.ts'
import { concrete, judgeRows, listAuth, listBuilt, listWritten } from './enumerate.ts'
import { MARKS, SIDES } from './floor.ts'
import { authOutcomeOf, isInParts, type Outcome, outcomeOf } from './outcome.ts'
import { AUTH_PAGE, FRAMEWORK, HOLLOW, PAGES, ROUTES } from './paths.ts'
import { BY_HEADER, BY_METHOD, BY_PARTS, BY_SPELLING, type Variant } from './variants.ts'
import { NEVER_SEES, type Row, WHO, type Who } from './who.ts'

/**
 * With `MATRIX=all` every cell is asked in every way, which takes minutes. Else each way meets each path once, by somebody
 * else each time, and so does everybody each way.
 */
const THINNED = process.env.MATRIX === 'all' ? 1 : WHO.length
const AT_ONCE = 6
const PATIENCE_MS = 600_000

let door: Door
beforeAll(async () => {
  door = await openDoor()
}, PATIENCE_MS)
afterAll(() => door.close())

const TABLE: Readonly<Record<string, Row<Outcome>>> = { ...PAGES, ...ROUTES, ...FRAMEWORK }
const PATHS = Object.keys(TABLE)

/** Words of teams an answer holds though it may not. What is not open holds none. */
const leaks = (who: Who, answer: Answer, isOpen: boolean) =>
  (isOpen ? NEVER_SEES[who] : SIDES).filter((side) => answer.body.includes(MARKS[side]))

const rowOf = async <O>(read: (who: Who) => Promise<O>): Promise<Record<string, O>> =>
  Object.fromEntries(await Promise.all(WHO.map(async (who) => [who, await read(who)] as const)))

/** A few at a time: much of an answer is waiting for the database. */
const inParallel = async <T>(items: readonly T[], work: (item: T) => Promise<void>) => {
  const rest = [...items]
  const take = async () => {
    for (let item = rest.shift(); item !== undefined; item = rest.shift()) await work(item)
  }
  await Promise.all(Array.from({ length: AT_ONCE }, take))
}

/** Asks and goes on where the framework sends a browser that asks for parts, which is to the same page again. */
const put = async (who: Who, asking: Asking): Promise<Answer> => {
  const answer = await door.ask(who, asking)
  const { location } = answer.headers
  if (typeof location !== 'string' || !location.startsWith(`${asking.path.split('?')[0]}?_rsc`)) return answer
  return door.ask(who, { ...asking, path: location })
}

describe('the matrix over HTTP', () => {
  it('[SCOPE-8] has a row for every page and handler of the build, which is the folder as it is', () => {
    expect(judgeRows({ ...PAGES, [AUTH_PAGE]: {} }, listBuilt(), 'paths.ts')).toEqual([])
    const made = ['/icon.svg', '/_not-found', '/_global-error']
    expect(listBuilt().sort(), 'the build is old: npm run build').toEqual([...listWritten(), ...made].sort())
  })

  it('[SCOPE-8] has a row for every path the server answers itself, and for every endpoint of the sign-in library', () => {
    expect(judgeRows(ROUTES, door.routes, 'paths.ts')).toEqual([])
    const { paths, inward } = listAuth()
    expect(judgeRows({ ...AUTH_PATHS, [SIGN_OUT]: {} }, paths, 'auth-paths.ts')).toEqual([])
    expect(inward).toEqual(INWARD)
  })

  it.each(PATHS)('[SCOPE-8] %s answers each as its row says', async (path) => {
    const leaked: string[] = []
    const row = await rowOf(async (who) => {
      const answer = await door.ask(who, { path: concrete(path) })
      const outcome = outcomeOf(answer)
      leaked.push(...leaks(who, answer, outcome === 'open').map((side) => `${side} to ${who}`))
      return outcome
    })
    expect(row).toEqual(TABLE[path])
    expect(leaked).toEqual([])
  })

  it('shows each the words of their own teams, so that their absence elsewhere means something', async () => {
    const shown = async (who: Who, path: string) => {
      const { body } = await door.ask(who, { path })
      return SIDES.filter((side) => body.includes(MARKS[side]))
    }
    expect(await shown('supervisor A', '/settings/duty')).toEqual(['north'])
    expect(await shown('supervisor B', '/settings/duty')).toEqual(['south'])
    expect(await shown('manager', '/settings/agents')).toEqual(['north', 'south'])
    expect(await shown('admin', '/api/export/users.csv')).toEqual(['north', 'south'])
  })

  it.each(Object.keys(AUTH_PATHS))('[SCOPE-8] sign-in: %s answers each as its row says', async (name) => {
    const row = await rowOf(async (who) => authOutcomeOf(await door.ask(who, askAuth(name, door.url))))
    expect(row).toEqual(AUTH_PATHS[name]?.row)
  })
})

describe('[EDGE-9] the same matrix, asked otherwise', () => {
  const isTurn = (...indexes: number[]) => indexes.reduce((sum, index) => sum + index, 0) % THINNED === 0
  const cells = (count: number, at: number) =>
    Array.from({ length: count }, (_, i) => i).flatMap((i) =>
      WHO.flatMap((who, j) => (isTurn(i, j, at) ? [{ i, who, turn: i + j }] : [])),
    )

  const pathWays = Object.entries({ ...BY_HEADER, ...BY_PARTS, ...BY_SPELLING, ...BY_METHOD })
  it.each(pathWays.map(([name, way], at) => [name, way, at] as const))(
    '%s: nobody gets more',
    async (_, way: Variant, at) => {
      const wrong: string[] = []
      await inParallel(cells(PATHS.length, at), async ({ i, who, turn }) => {
        const path = PATHS[i] ?? ''
        const plain = concrete(path)
        const answer = await put(who, way.ask({ path: plain }, door.url, turn))
        const [got, due] = [outcomeOf(answer), TABLE[path]?.[who]]
        const orElse = way.orElse.map((one) => (one === 'plain' ? `to ${plain}` : one))
        if (got !== due && !orElse.includes(got) && !HOLLOW.includes(path))
          wrong.push(`${path} by ${who}: ${got} instead of ${due}`)
        for (const side of leaks(who, answer, got === 'open')) wrong.push(`${path} tells ${who} of ${side}`)
      })
      expect(wrong).toEqual([])
    },
    PATIENCE_MS,
  )

  const names = Object.keys(AUTH_PATHS)
  const authWays = Object.entries({ ...BY_HEADER, ...BY_SPELLING })
  it.each(authWays.map(([name, way], at) => [name, way, at] as const))(
    'sign-in, %s: nobody gets more',
    async (_, way: Variant, at) => {
      const wrong: string[] = []
      await inParallel(cells(names.length, at), async ({ i, who, turn }) => {
        const name = names[i] ?? ''
        const answer = await door.ask(who, way.ask(askAuth(name, door.url), door.url, turn))
        const [got, due] = [authOutcomeOf(answer), AUTH_PATHS[name]?.row[who]]
        const isLess = [308, 400, 404, 405, 429].includes(answer.status)
        if (got !== due && !isLess) wrong.push(`${name} by ${who}: ${got} instead of ${due}`)
      })
      expect(wrong).toEqual([])
    },
    PATIENCE_MS,
  )

  it('asks for parts of pages and gets them, so that a refusal of them means something', async () => {
    const answer = await put('admin', { path: '/settings/users', headers: { rsc: '1' } })
    expect(isInParts(answer)).toBe(true)
    expect(SIDES.filter((side) => answer.body.includes(MARKS[side]))).toEqual(['north', 'south'])
  })
})

describe('signing out', () => {
  it('[SCOPE-8] answers everybody, and leaves nobody with a cookie that opens anything', async () => {
    for (const who of WHO) {
      const headers = { origin: door.url, 'content-type': 'application/json' }
      const answer = await door.ask(who, { path: '/api/auth/sign-out', method: 'POST', body: '{}', headers })
      expect(answer.status, who).toBe(200)
    }
    expect(await rowOf(async (who) => outcomeOf(await door.ask(who, { path: '/floor' })))).toEqual(
      Object.fromEntries(WHO.map((who) => [who, 'sign in'])),
    )
  })
})
