import type { Clock } from '../clock.ts'
import type { Viewer } from '../domain/viewer.ts'
import type { PushLimits } from './limits.ts'
import type { Admission } from './live-transport.ts'
import { createRequestBudget, type Spent } from './request-budget.ts'

/** One open connection. The viewer is the one of the handshake, whatever the page says later. */
export type Peer = {
  readonly id: string
  readonly viewer: Viewer
  readonly ticket: string
  readonly address: string | undefined
  readonly spend: () => Spent
  saidHello: boolean
  /** Length of the last snapshot it asked for: that much may lie unread without it being slow. */
  snapshotBytes: number
}

export const createPeer = (id: string, admission: Admission, clock: Clock, limits: PushLimits): Peer => ({
  id,
  viewer: admission.viewer,
  ticket: admission.ticket,
  address: admission.address,
  spend: createRequestBudget(clock, limits.requests, limits.requestWindowMs),
  saidHello: false,
  snapshotBytes: 0,
})
