import type { Sql } from '#db/client.ts'
import { loadLawBook } from '#db/queries/load-law-book.ts'
import { SETTINGS_CHANNEL } from '#db/writes/save-settings.ts'
import type { LawBook } from './domain/feed/law-book.ts'

/** The playbooks, rules and settings in force; a version saved by any program comes in while the server runs. */
export const openLawBook = async (
  sql: Sql,
  onError: (error: unknown) => void,
): Promise<{ book: LawBook; close(): Promise<void> }> => {
  const book = await loadLawBook(sql)
  const refresh = () => loadLawBook(sql).then((fresh) => void Object.assign(book, fresh), onError)
  const listening = await sql.listen(SETTINGS_CHANNEL, refresh)
  return { book, close: () => listening.unlisten() }
}
