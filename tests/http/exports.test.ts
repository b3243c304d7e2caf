import { createServer } from 'node:http'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { isStorable } from '#server/domain/ids.ts'
import { createExportRoutes } from '#server/http/exports/create-exports.ts'
import { listen } from '#server/http/listen.ts'
import { HOSTILE_TARGETS } from '#tests/support/hostile-queries.ts'
import { createManualClock } from '#tests/support/manual-clock.ts'
import { viewerOf } from '#tests/support/viewers.ts'

const notes: { subject: string; detail: Record<string, unknown> }[] = []
const server = createServer()
let url: string

beforeAll(async () => {
  const routes = createExportRoutes({
    exports: [
      {
        name: 'people',
        permission: 'user.edit',
        header: ['name'],
        rows: async () => [['=1+1']],
      },
    ],
    addressHeader: 'x-address',
    viewers: async (headers) =>
      headers.cookie ? viewerOf(headers.cookie === 'admin' ? 'admin' : 'viewer', 'all') : null,
    audit: async (note) => void notes.push(note),
    clock: createManualClock(),
  })
  server.on('request', (request, response) => {
    const route = routes[request.url?.split('?')[0] ?? '']
    if (!route) return void response.writeHead(404).end()
    Promise.resolve(route(request, response)).catch(() => response.writeHead(500).end())
  })
  url = `http://127.0.0.1:${await listen(server, '127.0.0.1', 0)}/api/export/people.csv`
})
afterAll(() => {
  server.closeAllConnections()
  server.close()
})

const get = (query: string, cookie = 'admin') => fetch(`${url}${query}`, { headers: { cookie } })

describe('an export', () => {
  it('is handed out after it is written down, by none who may not', async () => {
    expect((await get('', '')).status).toBe(401)
    expect((await get('', 'viewer')).status).toBe(403)
    expect(notes).toEqual([])
    const answer = await get('?team=a')
    expect([answer.status, await answer.text()]).toEqual([200, "name\r\n'=1+1\r\n"])
    expect(notes).toMatchObject([{ subject: 'export:people', detail: { team: 'a', rows: 1 } }])
  })

  it('answers any address without failing, and writes down what the database can keep', async () => {
    notes.length = 0
    for (const target of HOSTILE_TARGETS) {
      for (const query of [`?sort=${target}`, `?${target}`, `?${target}=${target}`])
        expect((await get(query)).status, query.slice(0, 60)).toBe(200)
    }
    const texts = notes.flatMap(({ detail }) => Object.entries(detail).flat().map(String))
    expect(texts.filter((text) => !isStorable(text) || text.length > 200)).toEqual([])
    expect(notes).toHaveLength(3 * HOSTILE_TARGETS.length)
  })

  it('says how many rows left, whatever the address says', async () => {
    notes.length = 0
    await get(`?rows=0&${Array.from({ length: 500 }, (_, i) => `a${i}=1`).join('&')}`)
    expect(notes[0]?.detail.rows).toBe(1)
    expect(Object.keys(notes[0]?.detail ?? {}).length).toBeLessThanOrEqual(31)
  })

  it('[PRIV-6] writes no number down that somebody put into its address, before the sign or behind it', async () => {
    notes.length = 0
    await get('?13800138000=138%200013%208000')
    expect(notes[0]?.detail).toEqual({ '***********': '*** **** ****', rows: 1 })
  })
})
