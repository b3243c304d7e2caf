import { createHash } from 'node:crypto'

const SHAPE = /^lw_[A-Za-z0-9_-]{43}$/

export const makeToken = (random: Buffer): string => `lw_${random.toString('base64url')}`

/** False for what no token of ours looks like: not worth a look into the database. */
export const isTokenShaped = (text: unknown): text is string => typeof text === 'string' && SHAPE.test(text)

/** What is kept of a token: it has 256 random bits, so a plain SHA-256 cannot be turned back. */
export const hashToken = (token: string): string => createHash('sha256').update(token).digest('hex')
