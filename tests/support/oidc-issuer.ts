import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Provider } from 'oidc-provider'

export type Issuer = Awaited<ReturnType<typeof startIssuer>>

export const OIDC_CLIENT = { clientId: 'floor', clientSecret: 'a secret of a test' }

/**
 * A provider of OpenID Connect on this machine that asks for any name and takes any password. Its subjects are
 * `subject-NAME`; `claims` says what it calls whom, NAME itself unless changed.
 */
export const startIssuer = async (callback: string) => {
  const claims = new Map<string, string>()
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const asked: URLSearchParams[] = []
  const provider = new Provider(url, {
    clients: [
      {
        client_id: OIDC_CLIENT.clientId,
        client_secret: OIDC_CLIENT.clientSecret,
        redirect_uris: [callback],
        token_endpoint_auth_method: 'client_secret_basic',
      },
    ],
    pkce: { required: () => true },
    claims: { openid: ['sub'], profile: ['preferred_username', 'name'] },
    findAccount: (_, name) => ({
      accountId: name,
      claims: () => ({ sub: `subject-${name}`, preferred_username: claims.get(name) ?? name, name: 'Somebody' }),
    }),
  })
  let isAway = false
  server.on('request', (request, response) => {
    if (isAway) return void response.destroy()
    if (request.url?.startsWith('/auth?')) asked.push(new URL(request.url, url).searchParams)
    void provider.callback()(request, response)
  })
  return {
    url,
    /** What authorisation was asked for, oldest first. */
    asked,
    claims,
    setAway(away: boolean) {
      isAway = away
    },
    close: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}
