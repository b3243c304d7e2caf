import type { IncomingHttpHeaders, IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import type { Viewer } from '../domain/viewer.ts'
import type { ErrorCode } from '../errors.ts'
import type { ServerToLive } from '../protocol/live.ts'

/**
 * A viewer as let in. `ticket` is what is asked about again every second; it dies with the session or its rights. `address`
 * is where they connect from.
 */
export type Admission = { viewer: Viewer; ticket: string; address?: string }

export type CutReason = { code: ErrorCode; message: string }

/** What push does when the transport has something to tell. */
export type LiveHandlers = {
  /** Throws `CodedError` to refuse a newcomer; the code is what the other side reads. */
  admit(headers: IncomingHttpHeaders): Promise<Admission>
  entered(peerId: string, admission: Admission): void
  /** Answers with the JSON text of the answer; never throws. */
  receive(peerId: string, name: string, body: unknown): Promise<string>
  /** Called once for each peer that entered, however it left. */
  left(peerId: string): void
}

/** Carries text to browsers and back. Rooms are plain names; what is in them is push's business. */
export type LiveTransport = {
  /** Called once, before the first upgrade. */
  listen(handlers: LiveHandlers): void
  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void
  join(peerId: string, room: string): void
  leave(peerId: string, room: string): void
  /** Writes one message, whose only argument is the JSON text `json`, to all peers of a room. Returns how many. */
  send(room: string, name: keyof ServerToLive, json: string): number
  /** Says why and closes; a peer that does not read is closed all the same. */
  cut(peerId: string, reason: CutReason): void
  /** Bytes written to this peer that have not left the process. */
  bufferedBytes(peerId: string): number
  close(): Promise<void>
}
