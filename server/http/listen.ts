import { createServer, type Server } from 'node:net'
import { CodedError } from '../errors.ts'

const LISTEN_FAULTS: Record<string, (host: string, port: number) => string> = {
  EADDRINUSE: (host, port) =>
    `Port ${port} on ${host} is taken: stop the other program, or choose another with PORT=${port + 1}.`,
  EACCES: (_, port) => `Port ${port} may not be opened by this user: choose one above 1023 with PORT.`,
  EADDRNOTAVAIL: (host) => `This machine has no address ${host}: set HOST to one it has, or to 0.0.0.0 for all.`,
  ENOTFOUND: (host) => `There is no host named ${host}: set HOST to an address of this machine.`,
}

/** Resolves with the port once the server accepts. Throws `CodedError('config')` that says what to do. */
export const listen = (server: Server, host: string, port: number): Promise<number> =>
  new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const sentence = LISTEN_FAULTS[error.code ?? '']?.(host, port)
      reject(sentence ? new CodedError('config', sentence, { cause: error }) : error)
    })
    server.listen(port, host, () => {
      const address = server.address()
      resolve(typeof address === 'object' && address ? address.port : port)
    })
  })

/** Throws as `listen` would, before anything is taken from a server that runs already. */
export const assertListenable = async (host: string, port: number): Promise<void> => {
  const probe = createServer()
  await listen(probe, host, port)
  await new Promise((resolve) => probe.close(resolve))
}
