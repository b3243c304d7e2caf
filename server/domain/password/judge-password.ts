import common from './common-passwords.json' with { type: 'json' }
import { PASSWORD_LENGTH, type PasswordFault } from './password-faults.ts'

const plain = (text: string) => text.normalize('NFKC').toLowerCase()

/** Two Chinese characters are a name; two Latin letters are in every other word. */
const isTelling = (word: string) => /\p{Script=Han}{2}/u.test(word) || word.length >= 4

const whole = new Set(common.whole)
const isCommon = (password: string) =>
  whole.has(password) ||
  /^(.{1,3})\1+$/su.test(password) ||
  common.words.some((word) => password.startsWith(word) && common.endings.includes(password.slice(word.length)))

/** What is wrong with a password somebody chose, or null. Compared as the keyboard may have composed it, case aside. */
export const judgePassword = (
  next: string,
  about: { username: string; name: string; current: string },
): PasswordFault | null => {
  const length = [...next].length
  if (length < PASSWORD_LENGTH.min) return 'tooShort'
  if (length > PASSWORD_LENGTH.max) return 'tooLong'
  if (next.normalize('NFKC') === about.current.normalize('NFKC')) return 'same'
  const password = plain(next)
  if ([about.username, about.name].map(plain).some((word) => isTelling(word) && password.includes(word)))
    return 'ownName'
  return isCommon(password) ? 'common' : null
}
