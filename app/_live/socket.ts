import { io, type Socket } from 'socket.io-client'
import { type Answer, LIVE_PATH, type LiveToServer, type ServerToLive } from '#server/protocol/live.ts'
import type { RequestBody, RequestName } from '#server/protocol/requests.ts'

type Requests = {
  [N in RequestName]: (body: RequestBody<N>, answer: (a: Answer<object>) => void) => void
}
export type LiveSocket = Socket<ServerToLive, LiveToServer & Requests>

/** The `/live` socket of this origin, not yet connected. `url` only where the page is served from elsewhere. */
export const createLiveSocket = (url?: string): LiveSocket => {
  const options = {
    path: LIVE_PATH,
    transports: ['websocket'],
    autoConnect: false,
    withCredentials: true,
    reconnectionDelay: 500,
    reconnectionDelayMax: 4000,
    randomizationFactor: 0.5,
  }
  return url === undefined ? io(options) : io(url, options)
}
