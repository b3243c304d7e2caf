import { LOCALE_COOKIE, type Locale } from './locale.ts'

const YEAR_SECONDS = 365 * 24 * 3600

/** Keeps the language for the next request of this browser. */
export const rememberLocale = (locale: Locale) => {
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing in Firefox ESR.
  document.cookie = `${LOCALE_COOKIE}=${locale}; path=/; max-age=${YEAR_SECONDS}; samesite=lax`
}
