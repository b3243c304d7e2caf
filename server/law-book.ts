import type { Sql } from '#db/client.ts'
import { listenFor } from '#db/listen-for.ts'
import { loadLawBook } from '#db/queries/load-law-book.ts'
import { SETTINGS_CHANNEL } from '#db/writes/save-settings.ts'
import type { LawBook } from './domain/feed/law-book.ts'

/** The playbooks, rules and settings in force; a version saved by any program comes in while the server runs. */
export const openLawBook = async (
  sql: Sql,
  onError: (error: unknown) => void,
): Promise<{ book: LawBook; close(): Promise<void> }> => {
  let book: LawBook | undefined
  const refresh = async () => {
    const fresh = await loadLawBook(sql)
    book = Object.assign(book ?? fresh, fresh)
    return book
  }
  const listening = await listenFor(sql, SETTINGS_CHANNEL, () => void refresh().catch(onError))
  return { book: await refresh(), close: () => listening.unlisten() }
}
