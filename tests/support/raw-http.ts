import { connect, type Socket } from 'node:net'

/** What comes back for these bytes until the other side ends; empty when it ends without an answer. */
export const sendRaw = (port: number, text: string): Promise<string> =>
  new Promise((resolve) => {
    let answer = ''
    const socket = connect(port, '127.0.0.1', () => socket.write(text))
    socket.on('data', (data) => {
      answer += data.toString()
      if (answer.includes(' 101 ')) socket.end()
    })
    socket.on('error', () => {})
    socket.on('close', () => resolve(answer))
  })

const headerLines = (headers: Record<string, string>) =>
  Object.entries(headers)
    .map(([name, value]) => `${name}: ${value}\r\n`)
    .join('')

export const handshake = (target: string, headers: Record<string, string> = {}): string =>
  `GET ${target} HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n${headerLines(headers)}\r\n`

export const rawPost = (target: string, body: string, headers: Record<string, string> = {}): string =>
  `POST ${target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: application/json\r\n${headerLines({
    'Content-Length': String(Buffer.byteLength(body)),
    ...headers,
  })}\r\n${body}`

/** A handshake that stays open; resolves once the server has answered. */
export const openHandshake = (
  port: number,
  target: string,
  headers: Record<string, string> = {},
): Promise<{ socket: Socket; answer: string }> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(handshake(target, headers)))
    socket.on('error', () => {})
    socket.once('data', (data) => resolve({ socket, answer: data.toString() }))
  })
