import { hkdfSync } from 'node:crypto'
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { isIP } from 'node:net'
import { join, resolve } from 'node:path'
import { z } from 'zod'
import type { OidcSettings } from './access/oidc.ts'
import type { Clock } from './clock.ts'
import { CodedError } from './errors.ts'

const postgresUrl = z
  .url({ protocol: /^postgres(ql)?$/, error: 'must look like postgres://user:password@host:5432/database' })
  .optional()

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const

const isBare = (text: string) => {
  const { pathname, search, hash, username, password } = new URL(text)
  return pathname === '/' && `${search}${hash}${username}${password}` === ''
}

/** What a browser would send as Origin. */
const origin = z
  .url({ protocol: /^https?$/, error: 'must look like https://floor.example.com', abort: true })
  .refine(isBare, 'must be an address without a path or a user, such as https://floor.example.com')
  .transform((text) => new URL(text).origin)

/** The environment as people set it; `.env.example` explains each. An empty value counts as unset. */
const environmentSchema = z.object({
  HOST: z.string().default('127.0.0.1'),
  PORT: z.coerce.number('must be a port number').int().min(0).max(65_535).default(3000),
  DATABASE_URL: postgresUrl,
  DATABASE_OWNER_URL: postgresUrl,
  DATA_DIR: z.string().default('.data'),
  PUBLIC_URL: origin.optional(),
  TLS_CERT: z.string().optional(),
  TLS_KEY: z.string().optional(),
  TRUSTED_PROXIES: z
    .string()
    .default('')
    .transform((list) => list.split(',').map((one) => one.trim()))
    .transform((list) => list.filter((one) => one !== ''))
    .refine((list) => list.every((one) => isIP(one) !== 0), 'must be IP addresses separated by commas'),
  OIDC_ISSUER: z
    .url({ protocol: /^https?$/, error: 'must look like https://login.example.com/realms/site' })
    .optional(),
  OIDC_CLIENT_ID: z.string().optional(),
  OIDC_CLIENT_SECRET: z.string().optional(),
  OIDC_NAME: z.string().max(40, 'must have 40 characters or fewer').default('OpenID Connect'),
  OIDC_USERNAME_CLAIM: z.string().default('preferred_username'),
  SECRET: z.string().min(32, 'must have 32 characters or more').optional(),
  LOG_LEVEL: z.enum(LOG_LEVELS).default('info'),
})

export type Config = {
  host: string
  port: number
  /** What the server works as. Absent: the embedded database. */
  databaseUrl?: string
  /** What runs migrations. */
  databaseOwnerUrl?: string
  dataDir: string
  /** Absent: the address the server listens on. */
  publicUrl?: string
  /** PEM files; present: the server itself speaks https. */
  tls?: { certFile: string; keyFile: string }
  trustedProxies: readonly string[]
  oidc?: OidcSettings
  secret: string
  logLevel: (typeof LOG_LEVELS)[number]
}

const explain = (error: z.ZodError) =>
  error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('\n')

/** Made once and kept beside the embedded database: losing it makes sealed numbers unreadable. */
const keepSecret = (dataDir: string, clock: Clock): string => {
  const file = join(dataDir, 'secret')
  if (!existsSync(file)) {
    mkdirSync(dataDir, { recursive: true })
    writeFileSync(file, `${clock.bytes(48).toString('base64url')}\n`, { mode: 0o600, flag: 'wx' })
  }
  chmodSync(file, 0o600)
  return readFileSync(file, 'utf8').trim()
}

type Environment = z.infer<typeof environmentSchema>

/** True for an address only this machine can reach. */
export const isLoopback = (host: string): boolean => /^(localhost|\[?::1\]?|127(\.\d{1,3}){3})$/.test(host)

const readTls = ({ TLS_CERT, TLS_KEY, PUBLIC_URL }: Environment): Config['tls'] => {
  if (!TLS_CERT && !TLS_KEY) return undefined
  if (!TLS_CERT || !TLS_KEY)
    throw new CodedError('config', `${TLS_CERT ? 'TLS_KEY' : 'TLS_CERT'}: TLS_CERT and TLS_KEY go together; set both`)
  if (PUBLIC_URL?.startsWith('http:'))
    throw new CodedError('config', 'PUBLIC_URL: must begin with https:// when TLS_CERT is set')
  return { certFile: resolve(TLS_CERT), keyFile: resolve(TLS_KEY) }
}

const readOidc = (env: Environment): OidcSettings | undefined => {
  if (!env.OIDC_ISSUER && !env.OIDC_CLIENT_ID) return undefined
  if (!env.OIDC_ISSUER || !env.OIDC_CLIENT_ID)
    throw new CodedError('config', 'OIDC_ISSUER: OIDC_ISSUER and OIDC_CLIENT_ID go together; set both')
  const { protocol, hostname } = new URL(env.OIDC_ISSUER)
  if (protocol !== 'https:' && !isLoopback(hostname))
    throw new CodedError(
      'config',
      'OIDC_ISSUER: must begin with https://; only a provider on this machine may go without',
    )
  return {
    issuer: env.OIDC_ISSUER.replace(/\/+$/, ''),
    clientId: env.OIDC_CLIENT_ID,
    clientSecret: env.OIDC_CLIENT_SECRET,
    name: env.OIDC_NAME,
    usernameClaim: env.OIDC_USERNAME_CLAIM,
  }
}

/** Reads and checks the environment. Throws `CodedError('config')` with one line per wrong field. */
export const readConfig = (environment: Record<string, string | undefined>, clock: Clock): Config => {
  const set = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''))
  const parsed = environmentSchema.safeParse(set)
  if (!parsed.success) throw new CodedError('config', explain(parsed.error))
  const env = parsed.data
  if (env.DATABASE_OWNER_URL && !env.DATABASE_URL)
    throw new CodedError('config', 'DATABASE_OWNER_URL: needs DATABASE_URL beside it')
  const dataDir = resolve(env.DATA_DIR)
  return {
    host: env.HOST,
    port: env.PORT,
    databaseUrl: env.DATABASE_URL,
    databaseOwnerUrl: env.DATABASE_OWNER_URL ?? env.DATABASE_URL,
    dataDir,
    publicUrl: env.PUBLIC_URL,
    tls: readTls(env),
    trustedProxies: env.TRUSTED_PROXIES,
    oidc: readOidc(env),
    secret: env.SECRET ?? keepSecret(dataDir, clock),
    logLevel: env.LOG_LEVEL,
  }
}

/** The configuration of this process. */
export const loadConfig = (clock: Clock): Config => readConfig(process.env, clock)

/** A 32-byte key for one purpose; keys of two purposes tell nothing about each other. */
export const deriveKey = (secret: string, purpose: string): Buffer =>
  Buffer.from(hkdfSync('sha256', secret, 'linewarden', purpose, 32))

/** Equal for equal secrets; tells nothing else of them. */
export const markSecret = (secret: string): string => deriveKey(secret, 'mark').toString('hex').slice(0, 16)

/** The environment a program of ours is started with: this one's, and what only that program is to know. */
export const childEnvironment = (more: Record<string, string>): NodeJS.ProcessEnv => ({ ...process.env, ...more })
