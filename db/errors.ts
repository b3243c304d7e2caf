import { CodedError } from '#server/errors.ts'

/** Five-character SQLSTATE of PostgreSQL, or the code of the driver, or ''. */
export const sqlState = (error: unknown): string => {
  if (typeof error !== 'object' || error === null) return ''
  const { code, cause } = error as { code?: unknown; cause?: unknown }
  return typeof code === 'string' ? code : cause === undefined ? '' : sqlState(cause)
}

/** SQLSTATE of a row that no partition takes: the table is at fault, not the row. */
export const NO_PARTITION = '23514'

/** True when the statement's data is at fault and a second try would fail the same way. */
export const isDataError = (error: unknown): boolean => {
  const state = sqlState(error)
  return /^(22|23|54)/.test(state) && state !== NO_PARTITION
}

/** One line for a person who starts the program, for anything that can go wrong before the first statement. */
export const explainConnectError = (error: unknown): CodedError => {
  if (error instanceof CodedError) return error
  const state = sqlState(error)
  const say = (sentence: string) => new CodedError('config', sentence, { cause: error })
  if (/^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EHOSTUNREACH|CONNECT_TIMEOUT|CONNECTION_)/.test(state)) {
    return say(
      `The database cannot be reached (${state}): check that PostgreSQL runs and that DATABASE_URL names its host and port.`,
    )
  }
  if (state === '28P01' || state === '28000')
    return say('The database refuses the user or password of DATABASE_URL: check both.')
  if (state === '3D000')
    return say(
      'The database named in DATABASE_URL does not exist: create it, for example with createdb --encoding=UTF8.',
    )
  if (state === '22023' || state === '42501') {
    return say(
      `The database user may not do what it must (${(error as Error).message}): set DATABASE_OWNER_URL to the owner and run npm run admin -- migrate.`,
    )
  }
  return say(`The database answers with an error (${state || 'no code'}): ${(error as Error).message}`)
}
