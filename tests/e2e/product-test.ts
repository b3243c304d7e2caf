import { test as base, expect, type Page } from '@playwright/test'
import { installProduct, type Product } from '#tests/support/product.ts'
import { watchPages } from './watch-page.ts'

export type SignedIn = { page: Page; product: Product }

/** Tests on a whole installation of their own; an error on a page, or anything its policy had to stop, fails the test. */
export const test = base.extend<{ product: Product; signedIn: Page; quiet: undefined }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names from the pattern.
  product: async ({}, use) => {
    const product = await installProduct()
    await product.start()
    await use(product)
    await product.remove()
  },
  signedIn: async ({ context, product }, use) => {
    const problems = await watchPages(context)
    const page = await context.newPage()
    const password = await product.addUser('leader', 'admin')
    await page.goto(product.url)
    await page.locator('input[name=username]').fill('leader')
    await page.locator('input[name=password]').fill(password)
    await page.keyboard.press('Enter')
    await page.waitForURL(/\/floor/)
    await use(page)
    expect(problems).toEqual([])
  },
})

export { expect }
