import { writeFileSync } from 'node:fs'
import { io } from 'socket.io-client'
import { insertTeam } from '#db/writes/insert-team.ts'
import { systemClock } from '#server/clock.ts'
import type { Event } from '#server/domain/event.ts'
import { PROTOCOL_VERSION } from '#server/protocol/version.ts'
import { HOSTILE_TARGETS } from '#tests/support/hostile-queries.ts'
import { HOSTILE_WORDS } from '#tests/support/hostile-words.ts'
import { sendRaw } from '#tests/support/raw-http.ts'
import { waitFor } from '#tests/support/wait-for.ts'
import { expect, test } from './product-test.ts'
import { watchPages } from './watch-page.ts'

const call = { callId: 'c1', segmentId: 'c1-1', agentId: 'a0', queueId: 'q' }

/** A floor of agents with hostile names, and a call of the first in which everything hostile is said. */
const hostileFloor = (from: number): Event[] => {
  let count = 0
  const at = (ms: number) => ({ eventId: String(++count), occurredAt: new Date(ms).toISOString() })
  return [
    ...HOSTILE_WORDS.flatMap((words, i): Event[] => [
      {
        ...at(from),
        type: 'agent.profile',
        agentId: `a${i}`,
        data: { name: words.slice(0, 80), agentNo: `${1000 + i}`, team: words.slice(0, 80), queues: ['q'] },
      },
      {
        ...at(from),
        type: 'agent.state',
        agentId: `a${i}`,
        data: { state: 'not_ready', reason: words.slice(0, 80), reasonKind: 'break' },
      },
    ]),
    {
      ...at(from + 1_000),
      ...call,
      type: 'call.offered',
      data: { direction: 'inbound', customerNumber: '13800005678' },
    },
    { ...at(from + 1_500), ...call, type: 'call.connected', data: {} },
    { ...at(from + 1_600), callId: 'c1', type: 'scenario.tagged', data: { scenario: 'complaint' } },
    { ...at(from + 2_000), ...call, type: 'step.entered', data: { step: 'opening' } },
    { ...at(from + 3_000), ...call, type: 'step.entered', data: { step: 'resolution' } },
    ...HOSTILE_WORDS.map(
      (text, i): Event => ({
        ...at(from + 4_000 + 100 * i),
        ...call,
        type: 'transcript.segment',
        data: { utteranceId: `u${i}`, revision: 0, isFinal: true, role: 'customer', text },
      }),
    ),
    { ...at(from + 600_000), callId: 'c1', type: 'call.cleared', data: { cause: 'agent_hangup' } },
  ]
}

const addressesOf = (target: string): string[] => [
  `/floor?sort=${target}&desc=${target}&team=${target}&call=${target}`,
  `/calls/${target}/${target}`,
  `/settings?${target}`,
  `/sign-in?next=${target}&error=${target}`,
  `/api/auth/get-session?${target}=${target}`,
  `/api/export/${target}.csv?sort=${target}`,
  `/${target}`,
]

test('[EDGE-4] Hostile names, teams, notes and words said run no script and need no policy to stop them', async ({
  product,
  signedIn: page,
}) => {
  test.setTimeout(300_000)
  await test.step('teams have hostile names', async () => {
    for (const [i, name] of HOSTILE_WORDS.slice(0, 10).entries())
      await insertTeam(product.sql, { id: `t${i}`, name: `${i} ${name}`, createdAt: systemClock.now() })
  })

  const recording = test.info().outputPath('hostile.jsonl')
  const lines = hostileFloor(Date.UTC(2026, 10, 2)).map((event) => ({ v: 1, feedId: 'made', epoch: 'day', ...event }))
  writeFileSync(recording, lines.map((line) => `${JSON.stringify(line)}\n`).join(''))
  const { token } = await product.addFeed('pbx')
  product.feed(['replay', recording, '--feed', 'pbx'], token)

  await test.step('the floor shows them as they are written', async () => {
    await expect(page.getByTestId('agent-row-a0')).toContainText('<script>canary(1)</script>')
    await page.getByTestId('floor-search').fill('<img')
    await expect(page.getByTestId('agent-row-a3')).toBeVisible()
    await page.getByTestId('floor-search').fill('')
    for (const key of ['team', 'queue', 'state']) {
      await page.getByTestId(`filter-${key}`).click()
      await page.keyboard.press('Escape')
    }
  })

  // A replay gives calls ids of its own.
  const alert = await waitFor(async () => {
    const [raised] = await product.sql<{ callId: string; key: string }[]>`
      select event->>'callId' as "callId", event->'data'->>'key' as key from feed_event
      where type = 'alert.raised' and event->'data'->>'rule' = 'step_skipped'`
    return raised
  }, 100)
  const callAddress = encodeURIComponent(alert.callId)

  await test.step('a note on an alert says something hostile', async () => {
    const cookies = await page.context().cookies()
    const live = io(product.url, {
      path: '/live',
      transports: ['websocket'],
      extraHeaders: { origin: product.url, cookie: cookies.map(({ name, value }) => `${name}=${value}`).join('; ') },
    })
    await live.emitWithAck('live:hello', { v: PROTOCOL_VERSION })
    const note = HOSTILE_WORDS.join(' ').slice(0, 500)
    const answer = await live.emitWithAck('alert:resolve', { feed: 'pbx', ...alert, note })
    expect(answer).toMatchObject({ ok: true })
    live.disconnect()
  })

  await test.step('the call shows every word that was said', async () => {
    await page.goto(`${product.url}/floor?call=pbx/${callAddress}`)
    await expect(page.getByTestId('call-panel')).toBeVisible()
    await page.goto(`${product.url}/calls/pbx/${callAddress}`)
    const transcript = page.getByTestId('transcript')
    for (const words of HOSTILE_WORDS) await expect(transcript).toContainText(words.replace(/\s+/g, ' '))
  })

  await test.step('addresses that hold them do no harm either', async () => {
    for (const words of HOSTILE_WORDS) {
      const word = encodeURIComponent(words)
      await page.goto(`${product.url}/floor?q=${word}&team=${word}&sort=${word}&call=pbx/${word}`)
      await page.goto(`${product.url}/calls/${word}/${word}`)
    }
    await expect(page.locator('main')).toBeVisible()
  })

  await test.step('no address makes the server fail, signed in or not', async () => {
    const port = Number(new URL(product.url).port)
    const cookie = (await page.context().cookies()).map(({ name, value }) => `${name}=${value}`).join('; ')
    const failed: string[] = []
    const ask = async (path: string, who: string) => {
      const answer = await sendRaw(port, `GET ${path} HTTP/1.1\r\nHost: x\r\n${who}Connection: close\r\n\r\n`)
      if (!/^HTTP\/1.1 [234]/.test(answer)) failed.push(`${path.slice(0, 80)}: ${answer.slice(0, 40)}`)
    }
    for (const target of HOSTILE_TARGETS) {
      const asked = ['', `Cookie: ${cookie}\r\n`, `Cookie: lw-locale=${target}; linewarden.session_token=${target}\r\n`]
      await Promise.all(addressesOf(target).flatMap((path) => asked.map((who) => ask(path, who))))
    }
    expect(failed).toEqual([])
  })
})

test('[EDGE-4] The policy of a page stops a script that is not ours, and the watch tells', async ({
  product,
  context,
}) => {
  const seen = await watchPages(context)
  const page = await context.newPage()
  await page.goto(`${product.url}/sign-in`)
  expect(seen).toEqual([])
  await page.evaluate(() => {
    document.body.append(Object.assign(document.createElement('script'), { textContent: 'canary(1)' }))
    document.body.insertAdjacentHTML('beforeend', '<img src=x onerror="canary(2)">')
    document.head.append(Object.assign(document.createElement('style'), { textContent: '* { color: red }' }))
    document.body.append(Object.assign(document.createElement('iframe'), { src: '/sign-in' }))
  })
  const stopped = (directive: string) => seen.some((what) => what.startsWith(`stopped: ${directive} `))
  await waitFor(() => ['script-src-elem', 'script-src-attr', 'style-src-elem', 'frame-src'].every(stopped), 50)
  expect(seen.filter((what) => what.startsWith('ran'))).toEqual([])
})
