import type { IncomingHttpHeaders, ServerResponse } from 'node:http'
import type { Clock } from '../../clock.ts'
import type { AuditNote } from '../../domain/audit-note.ts'
import { toStorable } from '../../domain/ids.ts'
import { may } from '../../domain/may.ts'
import { maskText } from '../../domain/redact.ts'
import type { Viewer } from '../../domain/viewer.ts'
import { CodedError, outward } from '../../errors.ts'
import type { Route } from '../create-http.ts'
import { statusOf } from '../refuse.ts'
import { toCsv } from './csv.ts'
import type { Export } from './export.ts'

type Parts = {
  exports: readonly Export[]
  viewers: (headers: IncomingHttpHeaders) => Promise<Viewer | null>
  /** Name of the header that tells where a request came from. */
  addressHeader: string
  audit: (note: AuditNote) => Promise<void>
  clock: Clock
}

const MAX_ASKED = 30
const MAX_ASKED_LENGTH = 200

const refuse = (response: ServerResponse, error: unknown) => {
  const { code, message } = outward(error)
  response.writeHead(statusOf(code), { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' })
  response.end(`${message}\n`)
}

type Format = 'csv' | 'json' | 'jsonl'

const TYPES: Record<Format, string> = { csv: 'text/csv', json: 'application/json', jsonl: 'application/jsonl' }

/** What the address says, as far as it may be kept: people type customers' numbers into any field. */
const noteQuery = (query: URLSearchParams) =>
  Object.fromEntries(
    [...query].slice(0, MAX_ASKED).map(([name, value]) => {
      return [name, value].map((text) => maskText(toStorable(text.slice(0, MAX_ASKED_LENGTH))))
    }),
  )

const answer = async (
  one: Export,
  format: Format,
  parts: Parts,
  url: URL,
  headers: IncomingHttpHeaders,
): Promise<string> => {
  const viewer = await parts.viewers(headers)
  if (!viewer) throw new CodedError('unauthenticated', 'Sign in first.')
  if (!may(viewer, one.permission)) throw new CodedError('forbidden', 'Your role does not allow this.')
  const query = url.searchParams
  const { text, rows } = await read(one, format, viewer, query)
  const { detail, ...note } = one.note?.(viewer, query) ?? {
    action: 'export',
    subject: `export:${one.name}`,
    detail: noteQuery(query),
  }
  const address = headers[parts.addressHeader]
  await parts.audit({
    at: parts.clock.now(),
    actor: { kind: viewer.kind, id: viewer.id },
    ...note,
    detail: { ...detail, ...(rows === undefined ? { format } : { rows }) },
    ...(typeof address === 'string' ? { address } : {}),
  })
  return text
}

const read = async (one: Export, format: Format, viewer: Viewer, query: URLSearchParams) => {
  if (format === 'json') return { text: JSON.stringify(await one.json?.(viewer, query), null, 2), rows: undefined }
  if (format === 'jsonl') {
    const lines = (await one.jsonl?.(viewer, query)) ?? []
    return { text: lines.map((line) => `${JSON.stringify(line)}\n`).join(''), rows: lines.length }
  }
  const rows = await one.rows(viewer, query)
  return { text: toCsv(one.header, rows), rows: rows.length }
}

/** Files people take away, by path. Nothing leaves before it is in the audit. */
export const createExportRoutes = (parts: Parts): Record<string, Route> => {
  const route = (one: Export, format: Format): [string, Route] => [
    `/api/export/${one.name}.${format}`,
    async (request, response) => {
      try {
        if (request.method !== 'GET') throw new CodedError('bad_request', 'Exports are read with GET.')
        const url = new URL(request.url ?? '/', 'http://local.invalid')
        const text = await answer(one, format, parts, url, request.headers)
        response.writeHead(200, {
          'content-type': `${TYPES[format]}; charset=utf-8`,
          'content-disposition': `attachment; filename="${one.name}.${format}"`,
          'cache-control': 'no-store',
        })
        response.end(text)
      } catch (error) {
        if (!(error instanceof CodedError)) throw error
        refuse(response, error)
      }
    },
  ]
  return Object.fromEntries(
    parts.exports.flatMap((one) => [
      route(one, 'csv'),
      ...(one.json ? [route(one, 'json')] : []),
      ...(one.jsonl ? [route(one, 'jsonl')] : []),
    ]),
  )
}
