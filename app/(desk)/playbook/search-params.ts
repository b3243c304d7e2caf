import { debounce, parseAsInteger, parseAsString, parseAsStringLiteral } from 'nuqs'
import { SCENARIOS } from '#server/domain/words.ts'

const TYPING_MS = 300

/** What the address of the page to read holds; `v` is an older version, which the server reads. */
export const READ_PARAMS = {
  scenario: parseAsStringLiteral(SCENARIOS).withDefault('inquiry'),
  q: parseAsString.withDefault('').withOptions({ limitUrlUpdates: debounce(TYPING_MS) }),
  v: parseAsInteger,
}

/** Opening an action is a step Back can undo. */
export const ACTION_PARAM = { action: parseAsString.withOptions({ history: 'push' }) }
