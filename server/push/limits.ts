/** How much one viewer may ask for and how often the server speaks. Times in ms. */
export type PushLimits = {
  /** After a frame the next one of the same feed waits this long. */
  frameMs: number
  /** The same for one call's page. */
  callFrameMs: number
  /** Ticks without changes, slow readers and tickets are looked at this often. */
  tickMs: number
  /** Requests per `requestWindowMs` before `rate_limited`; ten times as many and the viewer is cut. */
  requests: number
  requestWindowMs: number
  watchedCalls: number
  /** Unread bytes beyond the last snapshot after which a reader is too slow. */
  bufferBytes: number
  /** How long tickets may go unchecked, because nobody answers, before everybody is cut. */
  recheckGraceMs: number
}

export const PUSH_LIMITS: PushLimits = {
  frameMs: 80,
  callFrameMs: 250,
  tickMs: 1000,
  requests: 50,
  requestWindowMs: 10_000,
  watchedCalls: 20,
  bufferBytes: 1_000_000,
  recheckGraceMs: 15_000,
}
