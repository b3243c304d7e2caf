import { networkInterfaces } from 'node:os'
import type { Config } from './config.ts'

const EVERYWHERE = new Set(['0.0.0.0', '::'])

const inUrl = (address: string) => (address.includes(':') ? `[${address}]` : address)

/** What people type to reach the server, first, and every other origin its pages may have. */
export const findOrigins = (config: Config, port: number): { publicUrl: string; origins: string[] } => {
  const own = EVERYWHERE.has(config.host)
    ? Object.values(networkInterfaces()).flatMap((addresses) => (addresses ?? []).map(({ address }) => address))
    : [config.host]
  const local = ['localhost', '127.0.0.1', ...own].map((address) => `http://${inUrl(address)}:${port}`)
  const publicUrl =
    config.publicUrl ?? `http://${inUrl(EVERYWHERE.has(config.host) ? 'localhost' : config.host)}:${port}`
  return { publicUrl, origins: [...new Set([new URL(publicUrl).origin, ...local])] }
}
