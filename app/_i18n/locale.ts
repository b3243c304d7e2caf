export const LOCALES = ['zh-CN', 'en'] as const
export type Locale = (typeof LOCALES)[number]
export const DEFAULT_LOCALE: Locale = 'zh-CN'
export const LOCALE_COOKIE = 'lw-locale'

const fromTag = (tag: string): Locale | undefined => {
  const language = tag.trim().toLowerCase().split('-')[0]
  return LOCALES.find((locale) => locale.toLowerCase().split('-')[0] === language)
}

/** The cookie wins, then the browser's wishes in their order of weight, then Chinese. */
export const pickLocale = (cookie: string | undefined, acceptLanguage: string | null): Locale => {
  const chosen = LOCALES.find((locale) => locale === cookie)
  if (chosen) return chosen
  const wishes = (acceptLanguage ?? '')
    .split(',')
    .map((part) => {
      const [tag = '', ...params] = part.split(';')
      const weight = params.map((p) => p.trim()).find((p) => p.startsWith('q='))
      return { tag, q: weight ? Number(weight.slice(2)) : 1 }
    })
    .filter((wish) => wish.q > 0)
    .sort((a, b) => b.q - a.q)
  for (const wish of wishes) {
    const locale = fromTag(wish.tag)
    if (locale) return locale
  }
  return DEFAULT_LOCALE
}
