import type { Sql } from '#db/client.ts'
import { listenFor } from '#db/listen-for.ts'
import { loadLawBook } from '#db/queries/load-law-book.ts'
import { SETTINGS_CHANNEL } from '#db/writes/save-settings.ts'
import type { LawBook } from './domain/feed/law-book.ts'

/**
 * The playbooks, rules and settings in force; a version saved by any program comes in while the server runs. `refresh`
 * resolves when what is stored by now is in force.
 */
export const openLawBook = async (
  sql: Sql,
  onError: (error: unknown) => void,
): Promise<{ book: LawBook; refresh(): Promise<void>; close(): Promise<void> }> => {
  const book = await loadLawBook(sql)
  let last = Promise.resolve()
  // One after the other: an answer that was slow must not put an older version back in force.
  const refresh = () => {
    last = last.catch(() => {}).then(async () => void Object.assign(book, await loadLawBook(sql, book.playbooks)))
    return last
  }
  const listening = await listenFor(sql, SETTINGS_CHANNEL, () => void refresh().catch(onError))
  await refresh()
  return { book, refresh, close: () => listening.unlisten() }
}
