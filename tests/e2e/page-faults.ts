import AxeBuilder from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'

/** What keeps people from reading a page with assistive technology, once it is drawn. */
export const faults = async (page: Page): Promise<string[]> => {
  await expect(page.locator('h1').first()).toBeVisible()
  const { violations } = await new AxeBuilder({ page }).analyze()
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(' ')).join(', ')}`)
}
