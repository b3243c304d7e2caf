import { headers } from 'next/headers'

/** What this answer's scripts and style elements carry, as the policy of our HTTP server says; Next reads it there too. */
export const readNonce = async (): Promise<string | undefined> =>
  (await headers()).get('content-security-policy')?.match(/'nonce-([\w+/=-]+)'/)?.[1]
