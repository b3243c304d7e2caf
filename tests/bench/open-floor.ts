import { type Browser, chromium, type Page } from '@playwright/test'
import { findBrowser } from '#tests/support/find-browser.ts'
import type { Product } from '#tests/support/product.ts'
import { installProbe } from './page-probe.ts'

const ARGS = ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update']

export type Account = { cookie: string }

export const startBrowser = (): Promise<Browser> => chromium.launch({ executablePath: findBrowser(), args: ARGS })

/** A page of the floor for somebody who sees everything, with the probe inside from its first moment. */
export const openFloor = async (browser: Browser, product: Product, cookie: string, query = ''): Promise<Page> => {
  const context = await browser.newContext({ locale: 'zh-CN', viewport: { width: 1440, height: 900 } })
  const cookies = cookie.split('; ').map((pair) => {
    const [name = '', ...value] = pair.split('=')
    return { name, value: value.join('='), url: product.url }
  })
  await context.addCookies(cookies)
  const page = await context.newPage()
  // The compiler names functions with a helper that a page does not have.
  await page.addInitScript({ content: 'globalThis.__name ??= (named) => named' })
  await page.addInitScript(installProbe)
  await page.goto(`${product.url}/floor${query}`)
  return page
}
