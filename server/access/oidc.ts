import type { BetterAuthOptions } from 'better-auth'
import { genericOAuth } from 'better-auth/plugins'
import { z } from 'zod'
import { toStorable } from '../domain/ids.ts'
import { addressOf } from './address-of.ts'
import { readClaims } from './oidc-claims.ts'

export type OidcSettings = {
  issuer: string
  clientId: string
  /** Absent: a public client, which PKCE alone protects. */
  clientSecret?: string
  /** What the button says. */
  name: string
  /** Which claim holds the user name. */
  usernameClaim: string
}

type Parts = {
  /** Where a way that fails ends, with the reason in `error`. */
  errorUrl: string
  isKnown: (username: string) => Promise<boolean>
  /** Writes down that somebody was not let in. */
  refuse: (subject: string, error: string, address?: string | null) => Promise<void>
}

const PROVIDER = 'oidc'
const CALLBACK_PATH = '/callback/:id'
const START_PATH = '/sign-in/social'

/** Refusals that were written down already, with the name they concern. */
const TOLD = new Set(['signup_disabled', 'other_user', 'banned'])

/** All a page may ask for: no scopes of its own, no token it brought along, nobody new. */
const requestSchema = z.strictObject({
  provider: z.literal(PROVIDER),
  callbackURL: z.string().max(2000),
  errorCallbackURL: z.string().max(2000),
})

type ProviderConfig = Parameters<typeof genericOAuth>[0]['config'][number]

/** The library asks a provider when it starts, which one that is away holds up; this one is asked when somebody wants it. */
const askLater = (config: ProviderConfig) => ({
  ...genericOAuth({ config: [config] }),
  init: () => ({ context: { genericOAuthPendingDiscovery: new Map([[config.providerId, config]]) } }),
})

const isBanned = (user: object) => 'banned' in user && user.banned === true

const noProvider = {
  plugins: [],
  options: {},
  isOpen: () => false,
  keepNoTokens: async () => undefined,
  signSession: async () => undefined,
  noteRefusal: async () => undefined,
}

/**
 * Signing in by OpenID Connect: whoever is known here by the name in the claim, and nobody else. Nobody is made, and
 * nothing of the provider is kept but its name for them.
 */
export const createProvider = (settings: OidcSettings | undefined, parts: Parts) => {
  if (!settings) return noProvider
  const nameOf = (claims: Record<string, unknown>) => toStorable(String(claims[settings.usernameClaim] ?? ''))
  const refuse = (username: string, error: string) => parts.refuse(`username:${username.slice(0, 64)}`, error)

  const plugin = askLater({
    providerId: PROVIDER,
    name: settings.name,
    discoveryUrl: `${settings.issuer}/.well-known/openid-configuration`,
    clientId: settings.clientId,
    ...(settings.clientSecret && {
      clientSecret: settings.clientSecret,
      tokenEndpointAuth: { method: 'client_secret_basic' as const },
    }),
    scopes: ['openid', 'profile'],
    pkce: true,
    requireIdTokenVerification: true,
    disableImplicitSignUp: true,
    disableSignUp: true,
    async getUserInfo(tokens) {
      const claims = await readClaims(settings, tokens)
      return claims && { ...claims, emailVerified: false }
    },
    async mapProfileToUser(claims) {
      const username = nameOf(claims)
      if (!(await parts.isKnown(username))) await refuse(username, 'signup_disabled')
      return { email: addressOf(username), emailVerified: false }
    },
  })

  const options = {
    onAPIError: { errorURL: parts.errorUrl },
    account: {
      updateAccountOnSignIn: false,
      accountLinking: { trustedProviders: [PROVIDER], requireLocalEmailVerified: false },
    },
    user: {
      async validateUserInfo({ user, source }, { context }) {
        if (source.oauth?.providerId !== PROVIDER) return
        const known = await context.internalAdapter.findUserById(String(user.id))
        const error = known?.email !== user.email ? 'other_user' : isBanned(known ?? {}) ? 'banned' : undefined
        if (!error) return
        await refuse(nameOf(source.oauth.profile ?? {}), error)
        return { error }
      },
    },
  } satisfies BetterAuthOptions

  return {
    plugins: [plugin],
    options,
    /** The two paths of the way there and back, and only with what a page of ours sends. */
    isOpen: (path: string, body: unknown): boolean =>
      path === CALLBACK_PATH || (path === START_PATH && requestSchema.safeParse(body).success),
    /** The library would keep the provider's tokens; nobody here has a use for them. */
    keepNoTokens: async <T extends { providerId: string }>(account: T) =>
      account.providerId === PROVIDER
        ? { data: { ...account, accessToken: null, refreshToken: null, idToken: null, scope: null } }
        : undefined,
    /** A session that came by the provider says so: a password of ours was not asked for. */
    signSession: async <S extends object>(session: S, path: string | undefined) =>
      path === CALLBACK_PATH ? { data: { ...session, providerId: PROVIDER } } : undefined,
    /** Writes down a way back that failed before anybody was named. */
    async noteRefusal(path: string, location: string | null | undefined, address?: string | null) {
      if (path !== CALLBACK_PATH || !location) return
      const error = new URL(location, parts.errorUrl).searchParams.get('error')
      if (error && !TOLD.has(error)) await parts.refuse(`provider:${PROVIDER}`, toStorable(error.slice(0, 64)), address)
    },
  }
}
