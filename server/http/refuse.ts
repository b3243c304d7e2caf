import type { ServerResponse } from 'node:http'
import { type CodedError, type ErrorCode, outward } from '../errors.ts'

const STATUS: Partial<Record<ErrorCode, number>> = {
  bad_request: 400,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  too_large: 413,
  rate_limited: 429,
  unavailable: 503,
}

export const statusOf = (code: ErrorCode): number => STATUS[code] ?? 500

/** Ends a request before anybody looked into it, and its connection: a body may still be on its way. */
export const refuse = (response: ServerResponse, error: CodedError): void => {
  const { code, message } = outward(error)
  response.writeHead(statusOf(code), {
    'content-type': 'application/json',
    connection: 'close',
    ...(code === 'rate_limited' && { 'retry-after': '60' }),
  })
  response.end(`${JSON.stringify({ code, message })}\n`)
}

const REASONS: Partial<Record<ErrorCode, string>> = { forbidden: 'Forbidden', rate_limited: 'Too Many Requests' }

/** The same for a handshake, as the bytes to write. */
export const refusedHandshake = (error: CodedError): string => {
  const { code, message } = outward(error)
  const body = `${JSON.stringify({ code, message })}\n`
  return [
    `HTTP/1.1 ${statusOf(code)} ${REASONS[code] ?? 'Refused'}`,
    'connection: close',
    'content-type: application/json',
    `content-length: ${Buffer.byteLength(body)}`,
    '',
    body,
  ].join('\r\n')
}
