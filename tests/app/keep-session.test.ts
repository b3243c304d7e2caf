import { describe, expect, test } from 'vitest'
import { goToSignIn, keepSession } from '#app/(desk)/_shell/keep-session.ts'
import { localPath } from '#app/sign-in/local-path.ts'
import { createManualTime } from './local-time.ts'

const HOUR = 3_600_000
const HELD = { data: { session: {}, user: {} }, error: null }
const NONE = { data: null, error: null }

/** Lets the answers that are on their way arrive. */
const settle = () => new Promise((done) => setTimeout(done))

const openPage = (answer: () => Promise<{ data: unknown; error: unknown }>) => {
  const { time, advance } = createManualTime()
  const page = { asked: 0, left: 0 }
  const ask = () => {
    page.asked += 1
    return answer()
  }
  const stop = keepSession(ask, time.after, () => {
    page.left += 1
  })
  const pass = async (ms: number) => {
    advance(ms)
    await settle()
  }
  return { page, pass, stop }
}

describe('the session of a page that stays open', () => {
  test('is asked about at once and then twice a day, for weeks', async () => {
    const { page, pass } = openPage(async () => HELD)
    expect(page.asked).toBe(1)
    await pass(12 * HOUR - 1)
    expect(page.asked).toBe(1)
    await pass(1)
    expect(page.asked).toBe(2)
    await pass(20 * 24 * HOUR)
    expect(page).toEqual({ asked: 42, left: 0 })
  })

  test('sends the page to sign-in once when there is none any more, and asks no further', async () => {
    let answer = HELD as typeof HELD | typeof NONE
    const { page, pass } = openPage(async () => answer)
    await pass(0)
    answer = NONE
    await pass(12 * HOUR)
    expect(page).toEqual({ asked: 2, left: 1 })
    await pass(48 * HOUR)
    expect(page).toEqual({ asked: 2, left: 1 })
  })

  test('is not given up because the server could not be asked', async () => {
    const answers = [
      async () => ({ data: null, error: { status: 503 } }),
      () => Promise.reject(new TypeError('Failed to fetch')),
    ]
    const { page, pass } = openPage(() => answers.shift()?.() ?? Promise.resolve(HELD))
    await pass(12 * HOUR)
    await pass(12 * HOUR)
    expect(page).toEqual({ asked: 3, left: 0 })
  })

  test('does not matter once the page is left, even when the answer comes later', async () => {
    const { page, pass, stop } = openPage(async () => NONE)
    stop()
    await pass(48 * HOUR)
    expect(page).toEqual({ asked: 1, left: 0 })
  })

  test('comes back from sign-in to the same page with the same filters', () => {
    const went: string[] = []
    goToSignIn({ pathname: '/floor', search: '?team=a&call=pbx/c1', assign: (to) => void went.push(String(to)) })
    const [to = ''] = went
    const { pathname, searchParams } = new URL(to, 'http://127.0.0.1')
    expect(pathname).toBe('/sign-in')
    expect(localPath(searchParams.get('next') ?? undefined)).toBe('/floor?team=a&call=pbx/c1')
  })
})
