import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

export type TcpProxy = {
  port: number
  /** From now on what the target answers is thrown away; what is sent to it still arrives. */
  swallowAnswers(): void
  /** Neither side hears anything any more, as behind a frozen machine; bytes are kept until `thaw`. */
  freeze(): void
  thaw(): void
  /** Breaks all connections and forwards again for new ones. */
  cut(): void
  /** Breaks all connections and refuses new ones until `cut` or `thaw`. */
  refuse(): void
  close(): Promise<void>
}

/** A TCP server in front of 127.0.0.1:`target` that can fail in the ways networks and machines do. */
export const startTcpProxy = async (target: number): Promise<TcpProxy> => {
  const pairs = new Set<[Socket, Socket]>()
  let mode: 'open' | 'swallow' | 'frozen' | 'refuse' = 'open'

  const server = createServer((near) => {
    if (mode === 'refuse') return near.destroy()
    const far = connect(target, '127.0.0.1')
    const pair: [Socket, Socket] = [near, far]
    pairs.add(pair)
    near.on('data', (bytes) => far.write(bytes))
    far.on('data', (bytes) => {
      if (mode !== 'swallow') near.write(bytes)
    })
    for (const side of pair) {
      side.on('error', () => {})
      side.on('close', () => {
        pairs.delete(pair)
        near.destroy()
        far.destroy()
      })
      if (mode === 'frozen') side.pause()
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))

  const breakAll = () => {
    for (const [near, far] of pairs) {
      near.destroy()
      far.destroy()
    }
  }
  return {
    port: (server.address() as AddressInfo).port,
    swallowAnswers() {
      mode = 'swallow'
    },
    freeze() {
      mode = 'frozen'
      for (const side of [...pairs].flat()) side.pause()
    },
    thaw() {
      mode = 'open'
      for (const side of [...pairs].flat()) side.resume()
    },
    cut() {
      mode = 'open'
      breakAll()
    },
    refuse() {
      mode = 'refuse'
      breakAll()
    },
    async close() {
      breakAll()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
