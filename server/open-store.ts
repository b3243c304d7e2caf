import { assertDatabase } from '#db/assert-database.ts'
import { type Database, openDatabase } from '#db/client.ts'
import { startEmbedded } from '#db/embedded.ts'
import { migrate } from '#db/migrate.ts'
import type { Clock } from './clock.ts'
import type { Config } from './config.ts'

export type Store = {
  database: Database
  /** What owns the tables. */
  ownerUrl: string
  /** Closes the pool, and stops the embedded server if there is one. */
  close(): Promise<void>
}

type Options = {
  config: Config
  clock: Clock
  /** Bring an external database to this version too; the embedded one always is. */
  shouldMigrate: boolean
  onNotice: (sentence: string) => void
}

const openChecked = async (url: string): Promise<Database> => {
  const database = openDatabase(url)
  try {
    await assertDatabase(database.sql)
    return database
  } catch (error) {
    await database.close()
    throw error
  }
}

/** The database the configuration names, or our own. Throws `CodedError` with one line that says what to do. */
export const openStore = async ({ config, clock, shouldMigrate, onNotice }: Options): Promise<Store> => {
  const { databaseUrl, databaseOwnerUrl } = config
  if (databaseUrl) {
    if (shouldMigrate) await migrate(databaseOwnerUrl ?? databaseUrl, databaseUrl)
    const database = await openChecked(databaseUrl)
    return { database, ownerUrl: databaseOwnerUrl ?? databaseUrl, close: () => database.close() }
  }
  const embedded = await startEmbedded({ dir: config.dataDir, clock, onNotice })
  try {
    await migrate(embedded.url, embedded.appUrl)
    const database = await openChecked(embedded.appUrl)
    return {
      database,
      ownerUrl: embedded.url,
      async close() {
        await database.close()
        await embedded.stop()
      },
    }
  } catch (error) {
    await embedded.stop()
    throw error
  }
}
