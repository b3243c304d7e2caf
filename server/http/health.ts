import { request as httpRequest } from 'node:http'
import { request as httpsRequest } from 'node:https'
import type { Clock } from '../clock.ts'
import type { Route } from './create-http.ts'

/** Resolves while the thing works; rejects with why it does not. */
export type Check = () => Promise<void>

const PATIENCE_MS = 2_000

const inTime = (check: Check, clock: Clock): Promise<string> =>
  new Promise((resolve) => {
    const cancel = clock.after(PATIENCE_MS, () => resolve('no answer'))
    check().then(
      () => {
        cancel()
        resolve('ok')
      },
      (error: unknown) => {
        cancel()
        resolve(error instanceof Error ? error.message : 'failed')
      },
    )
  })

/** 200 only if every check passes, else 503; the body says which do not. */
export const createHealthRoute =
  (checks: () => Readonly<Record<string, Check>>, clock: Clock): Route =>
  async (_, response) => {
    const results = await Promise.all(
      Object.entries(checks()).map(async ([name, check]) => [name, await inTime(check, clock)] as const),
    )
    const isHealthy = results.every(([, result]) => result === 'ok')
    response.writeHead(isHealthy ? 200 : 503, { 'content-type': 'application/json', 'cache-control': 'no-store' })
    response.end(`${JSON.stringify({ ok: isHealthy, checks: Object.fromEntries(results) })}\n`)
  }

export type Door = {
  port: number
  host: string
  /** A server with a certificate answers only over TLS. */
  isSecure: boolean
  /** What the gate lets our own knocking in by. */
  headers: Readonly<Record<string, string>>
}

/** Knocks at a socket path of this server as a stranger would: any answer will do, silence will not. */
export const knock = (door: Door, path: string): Promise<void> =>
  new Promise((resolve, reject) => {
    const options = {
      port: door.port,
      host: door.host,
      path: `${path}/?EIO=4&transport=websocket`,
      headers: {
        ...door.headers,
        connection: 'Upgrade',
        upgrade: 'websocket',
        'sec-websocket-version': '13',
        'sec-websocket-key': Buffer.alloc(16).toString('base64'),
      },
      timeout: PATIENCE_MS,
    }
    // Nothing is told to whoever answers, and the certificate need not name the address the server listens on.
    const attempt = door.isSecure ? httpsRequest({ ...options, rejectUnauthorized: false }) : httpRequest(options)
    attempt.on('upgrade', (_, socket) => {
      socket.destroy()
      resolve()
    })
    attempt.on('response', (answer) => {
      answer.destroy()
      resolve()
    })
    attempt.on('error', () => reject(new Error('the socket path does not answer')))
    attempt.end()
  })
