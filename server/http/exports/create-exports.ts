import type { IncomingHttpHeaders, ServerResponse } from 'node:http'
import type { Clock } from '../../clock.ts'
import { toStorable } from '../../domain/ids.ts'
import { may } from '../../domain/may.ts'
import type { Viewer } from '../../domain/viewer.ts'
import { CodedError, outward } from '../../errors.ts'
import type { Route } from '../create-http.ts'
import { statusOf } from '../refuse.ts'
import { toCsv } from './csv.ts'
import type { Export } from './export.ts'

type ExportNote = {
  /** Server time, epoch ms. */
  at: number
  actor: { kind: Viewer['kind']; id: string }
  action: 'export'
  subject: string
  detail: Record<string, unknown>
}

type Parts = {
  exports: readonly Export[]
  viewers: (headers: IncomingHttpHeaders) => Promise<Viewer | null>
  audit: (note: ExportNote) => Promise<void>
  clock: Clock
}

const MAX_ASKED = 30
const MAX_ASKED_LENGTH = 200

const refuse = (response: ServerResponse, error: unknown) => {
  const { code, message } = outward(error)
  response.writeHead(statusOf(code), { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' })
  response.end(`${message}\n`)
}

/** As much of the address as the audit has room for. */
const asked = (query: URLSearchParams) =>
  Object.fromEntries(
    [...query].slice(0, MAX_ASKED).map((pair) => pair.map((text) => toStorable(text.slice(0, MAX_ASKED_LENGTH)))),
  )

const answer = async (one: Export, parts: Parts, url: URL, headers: IncomingHttpHeaders): Promise<string> => {
  const viewer = await parts.viewers(headers)
  if (!viewer) throw new CodedError('unauthenticated', 'Sign in first.')
  if (!may(viewer, one.permission)) throw new CodedError('forbidden', 'Your role does not allow this.')
  const rows = await one.rows(viewer, url.searchParams)
  await parts.audit({
    at: parts.clock.now(),
    actor: { kind: viewer.kind, id: viewer.id },
    action: 'export',
    subject: `export:${one.name}`,
    detail: { ...asked(url.searchParams), rows: rows.length },
  })
  return toCsv(one.header, rows)
}

/** Files people take away, by path. Nothing leaves before it is in the audit. */
export const createExportRoutes = (parts: Parts): Record<string, Route> =>
  Object.fromEntries(
    parts.exports.map((one): [string, Route] => [
      `/api/export/${one.name}.csv`,
      async (request, response) => {
        try {
          if (request.method !== 'GET') throw new CodedError('bad_request', 'Exports are read with GET.')
          const text = await answer(one, parts, new URL(request.url ?? '/', 'http://local.invalid'), request.headers)
          response.writeHead(200, {
            'content-type': 'text/csv; charset=utf-8',
            'content-disposition': `attachment; filename="${one.name}.csv"`,
            'cache-control': 'no-store',
          })
          response.end(text)
        } catch (error) {
          if (!(error instanceof CodedError)) throw error
          refuse(response, error)
        }
      },
    ]),
  )
