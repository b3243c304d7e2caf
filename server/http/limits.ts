/** What one address may take of the server, and how long a connection may dawdle. Times in ms. */
export type EdgeLimits = {
  /** Sockets of one address open at the same time. A whole floor may sit behind one address. */
  sockets: number
  /** Handshakes of one address in a minute, before anybody is asked who they are. */
  handshakes: number
  /** Requests of one address for sign-in in a minute. */
  signInRequests: number
  /** Addresses remembered; beyond it the one that came first is forgotten. */
  addresses: number
  /** Bytes of a request's body. */
  bodyBytes: number
  /** Bytes of a request's headers: room for a cookie and a few more. */
  headerBytes: number
  /** From the first byte of a connection, or the last answer, to the end of the headers. */
  headersMs: number
  /** To the end of the body. */
  requestMs: number
  /** How long an idle connection stays; longer than proxies keep theirs. */
  keepAliveMs: number
  /** For the greeting of TLS. */
  tlsMs: number
  /** How often connections are looked at for these. */
  checkMs: number
}

export const EDGE_LIMITS: EdgeLimits = {
  sockets: 1_000,
  handshakes: 1_200,
  signInRequests: 300,
  addresses: 10_000,
  bodyBytes: 64 * 1024,
  headerBytes: 16 * 1024,
  headersMs: 10_000,
  requestMs: 30_000,
  keepAliveMs: 75_000,
  tlsMs: 10_000,
  checkMs: 5_000,
}
