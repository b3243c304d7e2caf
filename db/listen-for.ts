import type { Sql } from './client.ts'

/**
 * Calls `run` for each notification with what it says, and without a word whenever the connection is back after a loss, since what was told meanwhile
 * nobody heard. Read what it tells of after this resolves.
 */
export const listenFor = (sql: Sql, channel: string, run: (said?: string) => void) => {
  let wasThere = false
  return sql.listen(channel, run, () => {
    if (wasThere) run()
    wasThere = true
  })
}
