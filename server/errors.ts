import type { Reason } from './protocol/reason.ts'

/** Closed list of error codes; each edge maps them once (HTTP status, socket answer, exit line). */
export const ERROR_CODES = [
  'bad_request',
  'unauthenticated',
  'forbidden',
  'not_found',
  'conflict',
  'too_large',
  'rate_limited',
  'window_exceeded',
  'superseded',
  'slow_reader',
  'fenced',
  'unavailable',
  'config',
  'internal',
] as const
export type ErrorCode = (typeof ERROR_CODES)[number]

/** An error whose message may be shown to the other side. Anything else is reported outward as `internal`. */
export class CodedError extends Error {
  readonly code: ErrorCode
  readonly reason: Reason | undefined

  constructor(code: ErrorCode, message: string, options?: { cause?: unknown; reason?: Reason }) {
    super(message, options)
    this.name = 'CodedError'
    this.code = code
    this.reason = options?.reason
  }
}

/** What may leave the server about any thrown value. */
export const outward = (error: unknown): { code: ErrorCode; message: string; reason?: Reason } =>
  error instanceof CodedError
    ? { code: error.code, message: error.message, reason: error.reason }
    : { code: 'internal', message: 'Something went wrong on the server; its log has the details.' }
