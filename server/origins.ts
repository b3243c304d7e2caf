import { type Config, isLoopback } from './config.ts'
import { CodedError } from './errors.ts'

const EVERYWHERE = new Set(['0.0.0.0', '::'])

const inUrl = (address: string) => (address.includes(':') ? `[${address}]` : address)

/**
 * Hands the configuration back when people may be let in by it. Throws `CodedError('config')` where passwords would
 * cross a network in the clear, or where nobody could say which page is ours.
 */
export const assertSafeToListen = (config: Config): Config => {
  const { host, tls, publicUrl, trustedProxies } = config
  if (isLoopback(host)) return config
  const isBehindTls = trustedProxies.length > 0 && publicUrl?.startsWith('https:')
  if (!tls && !isBehindTls)
    throw new CodedError(
      'config',
      `HOST=${host} is open to the network without TLS: set TLS_CERT and TLS_KEY (npm run admin -- cert makes both), or name a TLS proxy in front by TRUSTED_PROXIES and an https PUBLIC_URL, or keep HOST=127.0.0.1.`,
    )
  if (EVERYWHERE.has(host) && !publicUrl)
    throw new CodedError(
      'config',
      `HOST=${host} is no address people can type: set PUBLIC_URL to the one they do, such as https://floor.example.com:${config.port}.`,
    )
  return config
}

/**
 * What people type to reach the server, and every origin its pages may have: that one, and this machine's own names where
 * the server listens to nobody else.
 */
export const findOrigins = (config: Config, port: number): { publicUrl: string; origins: string[] } => {
  const scheme = config.tls ? 'https' : 'http'
  const at = (host: string) => new URL(`${scheme}://${inUrl(host)}:${port}`).origin
  const publicUrl = config.publicUrl ?? at(EVERYWHERE.has(config.host) ? 'localhost' : config.host)
  const local = isLoopback(config.host) ? [at('localhost'), at('127.0.0.1'), at(config.host)] : []
  return { publicUrl, origins: [...new Set([publicUrl, ...local])] }
}
