import { z } from 'zod'

const PATIENCE_MS = 10_000

const claimsSchema = z.looseObject({ sub: z.string() })
const discoverySchema = z.looseObject({ userinfo_endpoint: z.url().optional() })

const ask = async (url: string, headers: Record<string, string> = {}): Promise<unknown> => {
  try {
    const answer = await fetch(url, { headers, redirect: 'error', signal: AbortSignal.timeout(PATIENCE_MS) })
    return answer.ok ? await answer.json() : undefined
  } catch {
    return undefined
  }
}

/** The claims of an id token whose signature was checked before. */
const decode = (idToken: string): unknown => {
  try {
    return JSON.parse(Buffer.from(idToken.split('.')[1] ?? '', 'base64url').toString())
  } catch {
    return undefined
  }
}

/**
 * What the provider says of somebody: its id token, and its userinfo where the token does not hold the claim with the user
 * name. Null without a token; the subject is the userinfo's where it was asked, so that it can be compared.
 */
export const readClaims = async (
  { issuer, usernameClaim }: { issuer: string; usernameClaim: string },
  tokens: { idToken?: string | undefined; accessToken?: string | undefined },
) => {
  const claims = claimsSchema.safeParse(decode(tokens.idToken ?? ''))
  if (!claims.success) return null
  if (usernameClaim in claims.data || !tokens.accessToken) return claims.data
  const discovery = discoverySchema.safeParse(await ask(`${issuer}/.well-known/openid-configuration`))
  const endpoint = discovery.data?.userinfo_endpoint
  if (!endpoint) return claims.data
  const more = claimsSchema.safeParse(await ask(endpoint, { authorization: `Bearer ${tokens.accessToken}` }))
  return more.success ? { ...claims.data, ...more.data } : null
}
