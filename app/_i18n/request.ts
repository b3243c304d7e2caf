import { cookies, headers } from 'next/headers'
import { getRequestConfig } from 'next-intl/server'
import { readZone } from '../_server/site.ts'
import { LOCALE_COOKIE, type Locale, pickLocale } from './locale.ts'
import en from './messages/en.json'
import zh from './messages/zh-CN.json'

const MESSAGES: Record<Locale, typeof zh> = { 'zh-CN': zh, en }

export default getRequestConfig(async () => {
  const [jar, head] = await Promise.all([cookies(), headers()])
  const locale = pickLocale(jar.get(LOCALE_COOKIE)?.value, head.get('accept-language'))
  return { locale, messages: MESSAGES[locale], timeZone: await readZone() }
})
